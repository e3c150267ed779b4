package dev.tachograph.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The use cases of sandboxes, with what they print. */
class SandboxExamplesIT {
  @Test
  void tenantsHaveTheirOwnLimits() throws Exception {
    assertThat(ExampleJvm.run(ThreeTenants.class))
        .containsExactly(
            "free: stopped, iterations used up",
            "pro: 46 primes",
            "enterprise: 46 primes",
            "free: not run, iterations used up",
            "pro: 46 primes",
            "enterprise: 46 primes",
            "free: not run, iterations used up",
            "pro: stopped, iterations used up",
            "enterprise: 46 primes",
            "free used 501 rounds in 1 evaluations",
            "pro used 2001 rounds in 3 evaluations",
            "enterprise used 2475 rounds in 3 evaluations");
  }

  @Test
  void rulesAskTheHost() throws Exception {
    assertThat(ExampleJvm.run(RuleEngine.class))
        .containsExactly(
            "ada discount.js: {discount=10}",
            "ada greeting.js: {note=Thanks, ada}",
            "ada broken.js: failed, broken.js:1: TypeError: Cannot read property \"first\" from undefined",
            "ada endless.js: stopped, hostCalls",
            "bob discount.js: null",
            "bob greeting.js: {note=Thanks, bob}",
            "bob broken.js: failed, broken.js:1: TypeError: Cannot read property \"first\" from undefined",
            "bob endless.js: stopped, hostCalls",
            "eve discount.js: failed, rules-prelude.js:1: Error: no rate for XXX",
            "eve greeting.js: {note=Thanks, eve}",
            "eve broken.js: failed, broken.js:1: TypeError: Cannot read property \"first\" from undefined",
            "eve endless.js: stopped, hostCalls");
  }

  @Test
  void requestsAreAnsweredByTheTenantsScript() throws Exception {
    assertThat(ExampleJvm.run(TenantHttpServer.class))
        .containsExactly(
            "GET /shop?q=socks: 200 price: 21",
            "GET /blog: 500 blog/handler.js:1: Error: no posts",
            "GET /spam: 429 the script uses more than it may",
            "GET /shop?q=hat: 200 price: 15");
  }
}
