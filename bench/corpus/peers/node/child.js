// The Node.js process of a peer: speaks what PeerChild.java speaks, a line at a time.
// Arguments: quickjs or isolated-vm, whether it limits, and a script that it evaluates first.
'use strict';

const readline = require('readline');

const NONE = { none: true };
const FAR = { count: 2e9, millis: 60000, bytes: 512 * 1024 * 1024 };
const ATTACK = { count: 1e7, millis: 1000, bytes: 64 * 1024 * 1024 };
const BLOCKS = 5;
const KEPT = 20;
const SHOWN = 400;

class Host {
  constructor() {
    this.sunk = [];
    this.ticks = 0;
  }

  sink(text) {
    if (this.sunk.length < KEPT) {
      this.sunk.push(String(text).slice(0, SHOWN));
    }
  }

  tick() {
    this.ticks++;
  }
}

// QuickJS compiled to WebAssembly, as its README has it: a runtime for each evaluation with limits of
// memory and stack, and an interrupt handler.
async function quickjs() {
  const { getQuickJS, shouldInterruptAfterDeadline } = require('quickjs-emscripten');
  const engine = await getQuickJS();
  const STACK = 1024 * 320;
  const CYCLE = 10000;

  function failed(source, error, cycles) {
    const text = error && error.name ? error.name + ': ' + error.message : String(error);
    const ending = /^InternalError: (interrupted|out of memory)/.test(text)
      ? 'LIMIT'
      : /^SyntaxError/.test(text) && !/eval|Function|RegExp|JSON/.test(source)
        ? 'SYNTAX'
        : 'ERROR';
    return { ending, text, used: cycles ? String(cycles * CYCLE) : '' };
  }

  function evaluate(source, bounds, host) {
    const runtime = engine.newRuntime();
    let cycles = 0;
    if (!bounds.none) {
      runtime.setMemoryLimit(bounds.bytes);
      runtime.setMaxStackSize(STACK);
      if (bounds.exact) {
        runtime.setInterruptHandler(() => ++cycles > bounds.count / CYCLE);
      } else {
        runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + bounds.millis));
      }
    }
    const context = runtime.newContext();
    let thrown = null;
    try {
      if (host) {
        for (const [name, target] of [
          ['sink', (text) => host.sink(text ? context.dump(text) : '')],
          ['tick', () => host.tick()],
        ]) {
          const handle = context.newFunction(name, target);
          context.setProp(context.global, name, handle);
          handle.dispose();
        }
      }
      const result = context.evalCode(source, 'script.js');
      if (!result.error) {
        const jobs = runtime.executePendingJobs();
        if (jobs.error) {
          const error = context.dump(jobs.error);
          jobs.error.dispose();
          result.value.dispose();
          return failed(source, error, cycles);
        }
        const text = context.getString(result.value);
        result.value.dispose();
        return { ending: 'COMPLETED', text, used: '' };
      }
      const error = context.dump(result.error);
      result.error.dispose();
      return failed(source, error, cycles);
    } catch (failure) {
      // Not the script's error but the engine's, such as a stack of WebAssembly that is full.
      thrown = failure;
      return { ending: 'OTHER', text: String(failure), used: '' };
    } finally {
      try {
        context.dispose();
        runtime.dispose();
      } catch (failure) {
        if (!thrown) {
          throw failure;
        }
      }
    }
  }
  return { evaluate, together: (...args) => inTurns(evaluate, ...args) };
}

// isolated-vm as its README has it: an isolate with a limit of memory for each tenant, a context for
// each evaluation, and a time-out.
async function isolatedVm() {
  const ivm = require('isolated-vm');
  const MEGABYTE = 1024 * 1024;

  function tenant(bounds) {
    const limit = bounds.none ? {} : { memoryLimit: Math.max(8, bounds.bytes / MEGABYTE) };
    return { isolate: new ivm.Isolate(limit), scripts: new Map() };
  }

  function compiled(own, source) {
    let script = own.scripts.get(source);
    if (!script) {
      script = own.isolate.compileScriptSync(source, { filename: 'script.js' });
      own.scripts.set(source, script);
    }
    return script;
  }

  const timing = (bounds) => (bounds.none ? {} : { timeout: bounds.millis });

  function ended(failure) {
    const text = failure && failure.name ? failure.name + ': ' + failure.message : String(failure);
    const ending = /timed out|memory limit|Isolate was disposed|Array buffer allocation failed/.test(text)
      ? 'LIMIT'
      : 'ERROR';
    return { ending, text, used: '' };
  }

  const shared = new Map();

  function sharedTenant(bounds) {
    let own = shared.get(bounds);
    if (!own) {
      own = tenant(bounds);
      shared.set(bounds, own);
    }
    return own;
  }

  function evaluate(source, bounds, host) {
    let own;
    try {
      own = host ? tenant(bounds) : sharedTenant(bounds);
      const context = own.isolate.createContextSync();
      if (host) {
        context.global.setSync('sink', new ivm.Callback((text) => host.sink(text)));
        context.global.setSync('tick', new ivm.Callback(() => host.tick()));
      }
      let script;
      try {
        script = compiled(own, source);
      } catch (failure) {
        return { ending: 'SYNTAX', text: String(failure), used: '' };
      }
      const value = script.runSync(context, timing(bounds));
      context.release();
      return { ending: 'COMPLETED', text: String(value), used: '' };
    } catch (failure) {
      return ended(failure);
    } finally {
      if (host && own && !own.isolate.isDisposed) {
        own.isolate.dispose();
      }
    }
  }

  // Isolates run on threads of their own: one for each processor, and evaluations queue for them.
  async function together(source, bounds, many, millis) {
    const isolates = Array.from(
      { length: Math.min(many, require('os').availableParallelism()) },
      () => tenant(bounds),
    );
    let count = 0;
    const cpu = process.cpuUsage();
    const started = process.hrtime.bigint();
    const end = started + BigInt(millis) * 1000000n;
    await Promise.all(
      Array.from({ length: many }, async (ignored, i) => {
        const own = isolates[i % isolates.length];
        do {
          const context = await own.isolate.createContext();
          await compiled(own, source).run(context, timing(bounds));
          context.release();
          count++;
        } while (process.hrtime.bigint() < end);
      }),
    );
    return loaded(count, started, cpu);
  }
  return { evaluate, together };
}

function loaded(count, started, cpu) {
  const nanos = process.hrtime.bigint() - started;
  const used = process.cpuUsage(cpu);
  return ['loaded', count, nanos, (used.user + used.system) * 1000].join('\t');
}

// What a process with one thread does with many requests.
async function inTurns(evaluate, source, bounds, many, millis) {
  let count = 0;
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  const end = started + BigInt(millis) * 1000000n;
  do {
    for (let i = 0; i < many; i++) {
      const ended = evaluate(source, bounds, null);
      if (ended.ending !== 'COMPLETED') {
        throw new Error(ended.text);
      }
      count++;
    }
  } while (process.hrtime.bigint() < end);
  return loaded(count, started, cpu);
}

// Whether nothing runs any more: isolates have threads.
async function idle() {
  for (let i = 0; i < 10; i++) {
    const cpu = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const used = process.cpuUsage(cpu);
    if (used.user + used.system < 50000) {
      return true;
    }
  }
  return false;
}

function repeat(evaluate, source, bounds, millis) {
  const end = process.hrtime.bigint() + BigInt(Math.round(millis)) * 1000000n;
  const nanos = [];
  let now;
  do {
    const started = process.hrtime.bigint();
    const ended = evaluate(source, bounds, null);
    now = process.hrtime.bigint();
    if (ended.ending !== 'COMPLETED') {
      throw new Error(ended.ending + ' ' + ended.text);
    }
    nanos.push(Number(now - started));
  } while (now < end);
  return nanos;
}

// CPU is the median of blocks, so that it matters less where V8 still compiles.
function time(evaluate, source, bounds, warmMillis, millis) {
  repeat(evaluate, source, bounds, warmMillis);
  const nanos = [];
  const cpuEach = [];
  for (let block = 0; block < BLOCKS; block++) {
    const cpu = process.cpuUsage();
    const taken = repeat(evaluate, source, bounds, millis / BLOCKS);
    const used = process.cpuUsage(cpu);
    nanos.push(...taken);
    cpuEach.push(((used.user + used.system) * 1000) / taken.length);
  }
  const at = (list, share) =>
    Math.round(list.sort((a, b) => a - b)[Math.floor(list.length * share)]);
  return ['timed', nanos.length, at(nanos, 0.5), at(nanos, 0.99), at(cpuEach, 0.5)].join('\t');
}

const encode = (text) => Buffer.from(String(text).slice(0, SHOWN), 'utf8').toString('base64');
const decode = (text) => Buffer.from(text, 'base64').toString('utf8');
const BADNESS = ['COMPLETED', 'LIMIT', 'ERROR', 'SYNTAX', 'OUT_OF_MEMORY', 'STACK', 'OTHER'];

function attack(evaluate, parts) {
  const host = new Host();
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  const endings = parts.map((part) => {
    try {
      return evaluate(decode(part), ATTACK, host);
    } catch (failure) {
      return { ending: 'OTHER', text: String(failure), used: '' };
    }
  });
  const used = process.cpuUsage(cpu);
  const millis = (process.hrtime.bigint() - started) / 1000000n;
  const worst = endings.reduce((a, b) =>
    BADNESS.indexOf(b.ending) > BADNESS.indexOf(a.ending) ? b : a,
  );
  const text = endings.map((ended) => ended.text.slice(0, SHOWN)).join(' | ');
  const sunk = host.sunk.length ? ' sink: ' + host.sunk.join('; ') : '';
  const cpuMillis = Math.round((used.user + used.system) / 1000);
  return ['ended', worst.ending, encode(text + sunk), millis, cpuMillis].join('\t');
}

async function main([name, limited, first]) {
  const { evaluate, together } = await { quickjs, 'isolated-vm': isolatedVm }[name]();
  const bounds = limited === 'true' ? FAR : NONE;
  const answer = async ([word, ...rest]) => {
    switch (word) {
      case 'attack':
        return attack(evaluate, rest);
      case 'idle':
        return (await idle()) ? 'idle' : 'busy';
      case 'innocent': {
        const ended = evaluate(decode(rest[0]), FAR, null);
        return ['ended', ended.ending, encode(ended.text), ''].join('\t');
      }
      case 'exact': {
        const host = new Host();
        const exact = { count: Number(rest[0]), millis: Number(rest[1]), bytes: FAR.bytes, exact: true };
        const ended = evaluate(decode(rest[2]), exact, host);
        return ['ended', ended.ending, encode(ended.text), host.ticks, encode(ended.used)].join('\t');
      }
      case 'time':
        return time(evaluate, decode(rest[2]), bounds, Number(rest[0]), Number(rest[1]));
      case 'load':
        return together(decode(rest[2]), bounds, Number(rest[0]), Number(rest[1]));
      default:
        throw new Error('unknown: ' + word);
    }
  };
  const started = evaluate(decode(first), bounds, null);
  const cpu = process.cpuUsage();
  console.log(
    ['ready', started.ending, encode(started.text), (cpu.user + cpu.system) * 1000].join('\t'),
  );
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      console.log(await answer(line.split('\t')));
    } catch (failure) {
      console.log('failed\t' + String(failure).replace(/\s+/g, ' '));
    }
  }
}

main(process.argv.slice(2)).then(() => process.exit(0));
