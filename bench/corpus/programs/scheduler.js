// An operating system in small: tasks of several kinds pass messages under a priority scheduler.
function Message(kind, value) {
  this.kind = kind;
  this.value = value;
  this.next = null;
}

function Mailbox() {
  this.first = null;
  this.last = null;
  this.size = 0;
}
Mailbox.prototype.put = function (message) {
  message.next = null;
  if (this.last === null) {
    this.first = message;
  } else {
    this.last.next = message;
  }
  this.last = message;
  this.size++;
};
Mailbox.prototype.take = function () {
  var message = this.first;
  if (message !== null) {
    this.first = message.next;
    if (this.first === null) {
      this.last = null;
    }
    this.size--;
  }
  return message;
};

function Task(scheduler, name, priority) {
  this.scheduler = scheduler;
  this.name = name;
  this.priority = priority;
  this.mailbox = new Mailbox();
  this.steps = 0;
  this.sum = 0;
}
Task.prototype.isReady = function () {
  return this.mailbox.size > 0;
};
Task.prototype.step = function () {
  this.steps++;
  this.handle(this.mailbox.take());
};
Task.prototype.send = function (target, kind, value) {
  this.scheduler.post(target, new Message(kind, value));
};

function Producer(scheduler, name, target, count) {
  Task.call(this, scheduler, name, 3);
  this.target = target;
  this.count = count;
  this.seed = 17;
}
Producer.prototype = Object.create(Task.prototype);
Producer.prototype.isReady = function () {
  return this.count > 0;
};
Producer.prototype.step = function () {
  this.steps++;
  this.count--;
  this.seed = (this.seed * 1309 + 13849) % 65536;
  this.send(this.target, this.seed % 3 === 0 ? 'log' : 'work', this.seed);
};

function Worker(scheduler, name, sink) {
  Task.call(this, scheduler, name, 5);
  this.sink = sink;
}
Worker.prototype = Object.create(Task.prototype);
Worker.prototype.handle = function (message) {
  if (message.kind === 'work') {
    this.sum = (this.sum + message.value) & 0xffff;
    if (this.sum % 2 === 0) {
      this.send(this.sink, 'result', this.sum);
    }
  } else {
    this.send(this.sink, 'log', message.value);
  }
};

function Sink(scheduler, name) {
  Task.call(this, scheduler, name, 1);
  this.logs = 0;
}
Sink.prototype = Object.create(Task.prototype);
Sink.prototype.handle = function (message) {
  switch (message.kind) {
    case 'log':
      this.logs++;
      break;
    case 'result':
      this.sum = (this.sum * 31 + message.value) & 0xffffff;
      break;
  }
};

function Scheduler() {
  this.tasks = [];
  this.byName = {};
  this.switches = 0;
  this.current = null;
}
Scheduler.prototype.add = function (task) {
  this.tasks.push(task);
  this.byName[task.name] = task;
};
Scheduler.prototype.post = function (name, message) {
  this.byName[name].mailbox.put(message);
};
Scheduler.prototype.next = function () {
  var best = null;
  for (var i = 0; i < this.tasks.length; i++) {
    var task = this.tasks[i];
    if (task.isReady() && (best === null || task.priority > best.priority)) {
      best = task;
    }
  }
  return best;
};
Scheduler.prototype.run = function () {
  var task;
  while ((task = this.next()) !== null) {
    if (task !== this.current) {
      this.switches++;
      this.current = task;
    }
    task.step();
  }
};

function run() {
  var scheduler = new Scheduler();
  var sink = new Sink(scheduler, 'sink');
  scheduler.add(new Producer(scheduler, 'p1', 'w1', 400));
  scheduler.add(new Producer(scheduler, 'p2', 'w2', 300));
  scheduler.add(new Worker(scheduler, 'w1', 'sink'));
  scheduler.add(new Worker(scheduler, 'w2', 'sink'));
  scheduler.add(sink);
  scheduler.run();
  return sink.sum + ':' + sink.logs + ':' + scheduler.switches;
}
