package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** The host moved limits. */
@Name("tachograph.LimitChange")
@Label("Limit Change")
@Description("The host changed the limits of an account, refilled a budget, or reset the account")
@Category({"Tachograph", "Limit"})
final class LimitChangeEvent extends MeterEvent {
  @Label("Account")
  @Description("Whose limits these are")
  @AccountId
  @Nullable String account;

  @Label("Cause")
  @Description("limits, refill or reset")
  @Nullable String cause;

  @Label("Limits")
  @Description("The limits after it, as options have them; absent if there are none")
  @Nullable String limits;

  @Label("Previous Limits")
  @Description("The limits when they were seen last; absent if there were none, or never seen")
  @Nullable String previousLimits;

  @Label("Sequence")
  @Description("Numbers the events of this type and account, from 1, also those not recorded")
  long sequence;
}
