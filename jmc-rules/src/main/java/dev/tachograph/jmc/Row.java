package dev.tachograph.jmc;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.IType;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** An event, with its fields by their names. */
final class Row {
  /** What {@link #number} says of what is not known. */
  static final long UNKNOWN = -1;

  private static final int SHOWN = 100;

  private final IItem item;
  private final Map<String, IMemberAccessor<?, IItem>> fields;

  private Row(IItem item, Map<String, IMemberAccessor<?, IItem>> fields) {
    this.item = item;
    this.fields = fields;
  }

  /** Reads all events of a type, in any order. */
  static void forEach(IItemCollection items, String type, Consumer<Row> reader) {
    for (IItemIterable events : items.apply(ItemFilters.type(type))) {
      Map<String, IMemberAccessor<?, IItem>> fields = fields(events.getType());
      for (IItem event : events) {
        reader.accept(new Row(event, fields));
      }
    }
  }

  private static Map<String, IMemberAccessor<?, IItem>> fields(IType<IItem> type) {
    Map<String, IMemberAccessor<?, IItem>> fields = new HashMap<>();
    for (IAccessorKey<?> key : type.getAccessorKeys().keySet()) {
      fields.put(key.getIdentifier(), type.getAccessor(key));
    }
    return fields;
  }

  private @Nullable Object value(String field) {
    IMemberAccessor<?, IItem> accessor = fields.get(field);
    return accessor == null ? null : accessor.getMember(item);
  }

  /** A count, bytes or nanoseconds; {@link #UNKNOWN} where there is none, or below 0. */
  long number(String field) {
    Object value = value(field);
    long number =
        value instanceof IQuantity quantity
            ? quantity.clampedLongValueIn(quantity.getType().getDefaultUnit())
            : value instanceof Number plain ? plain.longValue() : UNKNOWN;
    return Math.max(UNKNOWN, number);
  }

  /** A percentage: 0 where there is none. Events have it as a float: no better than 0.0001. */
  double percent(String field) {
    return value(field) instanceof IQuantity quantity
        ? Math.round(quantity.doubleValueIn(UnitLookup.PERCENT) * 10_000) / 10_000.0
        : 0;
  }

  /** A text, empty where there is none. */
  String text(String field) {
    return value(field) instanceof String text ? text : "";
  }

  /** A name for people; whoever writes scripts chooses them. */
  String name(String field) {
    String name = text(field).replaceAll("\\p{Cntrl}", "?");
    return "'" + (name.length() > SHOWN ? name.substring(0, SHOWN) + "..." : name) + "'";
  }

  /** When it was, in milliseconds since 1970. */
  long millis() {
    return RulesToolkit.getStartTime(item).clampedLongValueIn(UnitLookup.EPOCH_MS);
  }
}
