package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Charges nodes of the DOM that Rhino's XML is about to make, which cannot be stopped then.
 *
 * <p>Rhino's own classes need not see the DOM, so it is reached through the nodes themselves.
 */
public final class TachographXml {
  /** A node with its names, and its share of what it hangs on. */
  private static final int NODE = 200;

  /** What the JDK's parser keeps of a document until its last node is gone. */
  private static final int DOCUMENT = 10_000;

  private static final int CHAR = 2;
  private static final int NODES_AT_ONCE = 128;
  private static final String TYPE = "org.w3c.dom.Node";

  private static final int FIRST_CHILD = 0;
  private static final int NEXT_SIBLING = 1;
  private static final int PARENT = 2;
  private static final int VALUE = 3;
  private static final int ATTRIBUTES = 4;
  private static final int LENGTH = 5;

  /** The DOM that was met last, of which most JVMs have one: its type, and what it is asked. */
  private static volatile Object @Nullable [] known;

  private TachographXml() {}

  /** A text is about to be parsed: each of its nodes has one of these characters. */
  public static void source(String text) {
    long bytes = DOCUMENT + CHAR * (long) text.length();
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      if (character == '<' || character == '=') {
        bytes += NODE;
      }
    }
    TachographCharges.steps(length);
    TachographCharges.allocate(bytes);
  }

  /** An empty document is about to be made. */
  public static void document() {
    TachographCharges.allocate(DOCUMENT);
  }

  /** A node is about to be made. */
  public static void node(@Nullable String text) {
    TachographCharges.allocate(NODE + (text == null ? 0 : CHAR * (long) text.length()));
  }

  /** A node is about to be copied, with all below it perhaps. */
  public static void copies(Object root, boolean deep) {
    try {
      copies(dom(root), root, deep);
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  private static void copies(MethodHandle[] dom, Object root, boolean deep) throws Throwable {
    long bytes = bytes(dom, root);
    long nodes = 0;
    Object node = deep ? next(dom, root, root) : null;
    while (node != null) {
      bytes += bytes(dom, node);
      nodes++;
      if (nodes % NODES_AT_ONCE == 0) {
        TachographCharges.steps(NODES_AT_ONCE);
        TachographCharges.allocate(bytes);
        bytes = 0;
      }
      node = next(dom, node, root);
    }
    TachographCharges.allocate(bytes);
  }

  private static long bytes(MethodHandle[] dom, Object node) throws Throwable {
    String text = (String) dom[VALUE].invokeExact(node);
    Object attributes = (Object) dom[ATTRIBUTES].invokeExact(node);
    long count = attributes == null ? 0 : (int) dom[LENGTH].invokeExact(attributes);
    return NODE + NODE * count + (text == null ? 0 : CHAR * (long) text.length());
  }

  /** The node after another one, in the order of the text; null at the end. */
  private static @Nullable Object next(MethodHandle[] dom, Object node, Object root)
      throws Throwable {
    Object below = (Object) dom[FIRST_CHILD].invokeExact(node);
    if (below != null) {
      return below;
    }
    Object from = node;
    while (from != null && from != root) {
      Object beside = (Object) dom[NEXT_SIBLING].invokeExact(from);
      if (beside != null) {
        return beside;
      }
      from = (Object) dom[PARENT].invokeExact(from);
    }
    return null;
  }

  private static MethodHandle[] dom(Object node) throws ReflectiveOperationException {
    Object[] last = known;
    if (last != null && ((Class<?>) last[0]).isInstance(node)) {
      return (MethodHandle[]) last[1];
    }
    Class<?> type = type(node.getClass());
    if (type == null) {
      throw new ClassNotFoundException(TYPE + " of " + node.getClass());
    }
    MethodHandle[] dom = handles(type);
    known = new Object[] {type, dom};
    return dom;
  }

  /** The interface of the DOM, in whatever loader, that a class has. */
  private static @Nullable Class<?> type(@Nullable Class<?> of) {
    if (of == null || of.getName().equals(TYPE)) {
      return of;
    }
    for (Class<?> one : of.getInterfaces()) {
      Class<?> found = type(one);
      if (found != null) {
        return found;
      }
    }
    return type(of.getSuperclass());
  }

  private static MethodHandle[] handles(Class<?> type) throws ReflectiveOperationException {
    Class<?> attributes = type.getMethod("getAttributes").getReturnType();
    return new MethodHandle[] {
      handle(type, "getFirstChild", Object.class),
      handle(type, "getNextSibling", Object.class),
      handle(type, "getParentNode", Object.class),
      handle(type, "getNodeValue", String.class),
      handle(type, "getAttributes", Object.class),
      handle(attributes, "getLength", int.class)
    };
  }

  private static MethodHandle handle(Class<?> type, String name, Class<?> result)
      throws ReflectiveOperationException {
    return MethodHandles.publicLookup()
        .unreflect(type.getMethod(name))
        .asType(MethodType.methodType(result, Object.class));
  }
}
