package dev.tachograph.agent.xml;

import dev.tachograph.agent.rhino.TachographCharges;
import javax.xml.parsers.DocumentBuilder;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.ProcessingInstruction;
import org.w3c.dom.Text;

/**
 * Stands between Rhino's XML and the DOM, which makes nodes as a script wants.
 *
 * <p>What has a method of the DOM's name takes its place. All methods are copied: they may call
 * each other and {@link TachographCharges}, and have no lambdas and no constants that are not the
 * compiler's.
 */
@SuppressWarnings("unused") // called where they are copied to
final class DomCharges {
  /** A node with its names, and its share of what it hangs on. */
  private static final int NODE = 200;

  /** What the JDK's parser keeps of a document until its last node is gone. */
  private static final int DOCUMENT = 10_000;

  private static final int CHAR = 2;
  private static final int NODES_AT_ONCE = 128;

  private DomCharges() {}

  /** A text is about to be parsed: each of its nodes has one of these characters. */
  static void source(String text) {
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

  static Document newDocument(DocumentBuilder builder) {
    TachographCharges.allocate(DOCUMENT);
    return builder.newDocument();
  }

  static Node cloneNode(Node node, boolean deep) {
    copies(node, deep);
    return node.cloneNode(deep);
  }

  static Node cloneNode(Element node, boolean deep) {
    copies(node, deep);
    return node.cloneNode(deep);
  }

  static Node importNode(Document document, Node node, boolean deep) {
    copies(node, deep);
    return document.importNode(node, deep);
  }

  static Element createElement(Document document, String name) {
    one(name);
    return document.createElement(name);
  }

  static Element createElementNS(Document document, @Nullable String uri, String name) {
    one(name);
    return document.createElementNS(uri, name);
  }

  static Text createTextNode(Document document, String text) {
    one(text);
    return document.createTextNode(text);
  }

  static ProcessingInstruction createProcessingInstruction(
      Document document, String target, String data) {
    one(data);
    return document.createProcessingInstruction(target, data);
  }

  static void setAttribute(Element element, String name, String value) {
    one(value);
    element.setAttribute(name, value);
  }

  static void setAttributeNS(Element element, @Nullable String uri, String name, String value) {
    one(value);
    element.setAttributeNS(uri, name, value);
  }

  static void setTextContent(Element element, String text) {
    one(text);
    element.setTextContent(text);
  }

  private static void one(@Nullable String text) {
    TachographCharges.allocate(NODE + (text == null ? 0 : CHAR * (long) text.length()));
  }

  /** Nothing can stop the DOM once it copies, so all that it will copy is looked at before. */
  private static void copies(Node root, boolean deep) {
    long bytes = bytes(root);
    long nodes = 0;
    Node node = deep ? next(root, root) : null;
    while (node != null) {
      bytes += bytes(node);
      nodes++;
      if (nodes % NODES_AT_ONCE == 0) {
        TachographCharges.steps(NODES_AT_ONCE);
        TachographCharges.allocate(bytes);
        bytes = 0;
      }
      node = next(node, root);
    }
    TachographCharges.allocate(bytes);
  }

  private static long bytes(Node node) {
    String text = node.getNodeValue();
    NamedNodeMap attributes = node.getAttributes();
    return NODE
        + (text == null ? 0 : CHAR * (long) text.length())
        + (attributes == null ? 0 : (long) NODE * attributes.getLength());
  }

  /** The node after another one, in the order of the text; null at the end. */
  private static @Nullable Node next(Node node, Node root) {
    Node below = node.getFirstChild();
    if (below != null) {
      return below;
    }
    Node from = node;
    while (from != root) {
      Node beside = from.getNextSibling();
      if (beside != null) {
        return beside;
      }
      from = from.getParentNode();
      if (from == null) {
        return null;
      }
    }
    return null;
  }
}
