package dev.tachograph.jmc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.AbstractRule;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IResultValueProvider;
import org.openjdk.jmc.flightrecorder.rules.ResultBuilder;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.EventAvailability;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.RequiredEventsBuilder;

/**
 * A rule with two thresholds that a user of Mission Control may move: from the first on it is a
 * hint, from the second on a warning. Not applicable to recordings without metered scripts, nor
 * where the events that it looks at are missing.
 */
abstract class TachographRule extends AbstractRule {
  /** Groups the rules in Mission Control. */
  static final String TOPIC = "tachograph";

  /** Whatever else is switched off, this is there. */
  static final String METER = "tachograph.MeterSnapshot";

  private final Evidence evidence;
  private final TypedPreference<IQuantity> info;
  private final TypedPreference<IQuantity> warning;

  /**
   * @param evidence what the rule looks at
   */
  TachographRule(
      String id,
      String name,
      Evidence evidence,
      TypedPreference<IQuantity> info,
      TypedPreference<IQuantity> warning,
      TypedPreference<?>... more) {
    super(
        id,
        name,
        TOPIC,
        preferences(info, warning, more),
        List.of(TypedResult.SCORE),
        RequiredEventsBuilder.create().addEventType(METER, EventAvailability.AVAILABLE).build());
    this.evidence = evidence;
    this.info = info;
    this.warning = warning;
  }

  private static List<TypedPreference<?>> preferences(
      TypedPreference<?> info, TypedPreference<?> warning, TypedPreference<?>... more) {
    List<TypedPreference<?>> all = new ArrayList<>(List.of(info, warning));
    all.addAll(Arrays.asList(more));
    return List.copyOf(all);
  }

  /**
   * Events that a rule looks at, and who counted them: what was switched off must not look as if it
   * had not happened.
   *
   * @param event the type
   * @param snapshot the type of events that have the count
   * @param counter its field there
   */
  record Evidence(String event, String snapshot, String counter) {
    static final Evidence ENDS =
        new Evidence("tachograph.EvaluationEnd", "tachograph.AccountSnapshot", "ends");

    /** How many there were, if none is here. */
    long missing(IItemCollection items) {
      if (items.apply(ItemFilters.type(event)).hasItems()) {
        return 0;
      }
      AtomicLong most = new AtomicLong();
      Row.forEach(items, snapshot, row -> most.accumulateAndGet(row.number(counter), Math::max));
      return most.get();
    }
  }

  /** A share of something. */
  static TypedPreference<IQuantity> percent(String id, String name, String text, int percent) {
    return new TypedPreference<>(
        id, name, text, UnitLookup.PERCENTAGE, UnitLookup.PERCENT.quantity(percent));
  }

  /** A plain number. */
  static TypedPreference<IQuantity> number(String id, String name, String text, int number) {
    return new TypedPreference<>(
        id, name, text, UnitLookup.NUMBER, UnitLookup.NUMBER_UNITY.quantity(number));
  }

  /** Looks at the events. */
  abstract Finding find(IItemCollection items, IPreferenceValueProvider preferences);

  /** 25 at the first threshold, 75 at the second, 100 when that is reached twice. */
  final double score(IPreferenceValueProvider preferences, double value) {
    double hint = value(preferences, info);
    double alarm = value(preferences, warning);
    if (value >= alarm) {
      return alarm > 0 ? Math.min(100, 50 + 25 * value / alarm) : 100;
    }
    return value < hint ? 25 * value / hint : 25 + 50 * (value - hint) / (alarm - hint);
  }

  /** The value of a preference in the unit of its default. */
  static double value(IPreferenceValueProvider preferences, TypedPreference<IQuantity> preference) {
    return preferences
        .getPreferenceValue(preference)
        .doubleValueIn(preference.getDefaultValue().getUnit());
  }

  @Override
  protected final IResult getResult(
      IItemCollection items, IPreferenceValueProvider preferences, IResultValueProvider results) {
    long missing = evidence.missing(items);
    if (missing > 0) {
      return RulesToolkit.getNotApplicableResult(
          this,
          preferences,
          "The recording has no %s, though %d or more were counted: they came before it, or were not recorded."
              .formatted(evidence.event, missing));
    }
    Finding finding = find(items, preferences);
    return ResultBuilder.createFor(this, preferences)
        .setSeverity(Severity.get(finding.score()))
        .addResult(TypedResult.SCORE, UnitLookup.NUMBER_UNITY.quantity(finding.score()))
        .setSummary(finding.summary())
        .setExplanation(finding.explanation())
        .setSolution(finding.solution())
        .build();
  }
}
