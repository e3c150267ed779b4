package dev.tachograph.agent;

/**
 * What operators may see of the agent in this JVM.
 *
 * @param governor the accounts and what was woven
 * @param report what scripts used
 * @param loaded the Rhinos that were there before
 * @param control what takes it out of force
 */
record OperatorView(Governor governor, Report report, LoadedRhinos loaded, AgentControl control) {}
