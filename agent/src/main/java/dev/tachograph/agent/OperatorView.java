package dev.tachograph.agent;

/**
 * What operators may see of the agent in this JVM.
 *
 * @param governor the accounts and what was woven
 * @param report what scripts used
 * @param unmetered the Rhinos that are not metered
 */
record OperatorView(Governor governor, Report report, UnmeteredRhinos unmetered) {}
