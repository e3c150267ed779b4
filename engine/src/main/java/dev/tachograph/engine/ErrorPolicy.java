package dev.tachograph.engine;

/**
 * What of an error gets from the host to the script, and from both into a {@link ScriptError}.
 * Messages of a {@link HostCallException} are meant for scripts: they get there in any case.
 */
public enum ErrorPolicy {
  /**
   * For results that go to strangers. A {@link ScriptError} has the kind, the message, and line and
   * column if they are of the script that ran: no file, no source, no stack. Scripts are told that
   * a host function failed, not which.
   */
  SAFE,

  /**
   * For those who write the scripts. A {@link ScriptError} has all that there is about the script,
   * and nothing about the host. Scripts are told which host function failed. The host's log has the
   * exception.
   */
  SANITISED,

  /**
   * For development: scripts are told the class and the message of what a host function threw, and
   * {@link ScriptError#cause} is the exception itself, as it is where Rhino failed.
   */
  FULL
}
