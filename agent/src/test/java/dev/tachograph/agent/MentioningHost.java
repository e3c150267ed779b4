package dev.tachograph.agent;

/** Mentions a class of Rhino, so that it is loaded, and does what {@link AskedHost} does. */
final class MentioningHost {
  /** The system property with the name of the class. */
  static final String MENTIONED = "mentioned";

  private MentioningHost() {}

  public static void main(String[] arguments) throws Exception {
    String name = System.getProperty(MENTIONED);
    Class<?> loaded = Class.forName(name, false, MentioningHost.class.getClassLoader());
    if (!loaded.getName().equals(name)) {
      throw new AssertionError(loaded);
    }
    AskedHost.main(arguments);
  }
}
