package dev.tachograph.meter.management;

/** Why an account does not evaluate. */
public interface SuspensionView {
  /** The account, which need not be open. */
  String getAccount();

  /** Who wants it. */
  String getBy();

  /** Why, in words. */
  String getReason();

  /** Since when, in milliseconds since the epoch. */
  long getSince();
}
