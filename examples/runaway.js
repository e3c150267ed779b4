// A plug-in that waits for an answer which never comes.
//
// Without a limit this loop runs until somebody kills the whole application. Under Tachograph it
// ends at its limit, and nothing else does:
//
//   java -jar engine/target/tachograph.jar run --max-iterations 1_000_000 examples/runaway.js
//
// Neither the catch nor the finally block helps the script to go on.

function waitForAnswer(mailbox) {
  try {
    while (mailbox.length === 0) {
      // Nobody will ever put anything into the mailbox.
    }
  } catch (stopped) {
    waitForAnswer(mailbox);
  } finally {
    waitForAnswer(mailbox);
  }
}

print('waiting for an answer ...');
waitForAnswer([]);
