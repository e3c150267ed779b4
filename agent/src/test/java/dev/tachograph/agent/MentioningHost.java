package dev.tachograph.agent;

/** Mentions classes of Rhino, so that they are loaded, and does what {@link AskedHost} does. */
final class MentioningHost {
  /** The system property with the names of the classes, and colons between them. */
  static final String MENTIONED = "mentioned";

  private MentioningHost() {}

  public static void main(String[] arguments) throws Exception {
    for (String name : System.getProperty(MENTIONED).split(":", -1)) {
      Class<?> loaded = Class.forName(name, false, MentioningHost.class.getClassLoader());
      if (!loaded.getName().equals(name)) {
        throw new AssertionError(loaded);
      }
    }
    AskedHost.main(arguments);
  }
}
