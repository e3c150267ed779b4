// Values that depend on each other: a change is planned in order of dependency, then propagated.
function Cell(name, value) {
  this.name = name;
  this.value = value;
  this.source = null;
  this.uses = [];
  this.mark = 0;
}

function Rule(inputs, output) {
  this.inputs = inputs;
  this.output = output;
  output.source = this;
  for (var i = 0; i < inputs.length; i++) {
    inputs[i].uses.push(this);
  }
}
Rule.prototype.isReady = function (mark) {
  for (var i = 0; i < this.inputs.length; i++) {
    var source = this.inputs[i].source;
    if (source !== null && this.inputs[i].mark !== mark) {
      return false;
    }
  }
  return true;
};

function Sum(inputs, output) {
  Rule.call(this, inputs, output);
}
Sum.prototype = Object.create(Rule.prototype);
Sum.prototype.execute = function () {
  var total = 0;
  for (var i = 0; i < this.inputs.length; i++) {
    total += this.inputs[i].value;
  }
  this.output.value = total % 100003;
};

function Scale(input, factor, offset, output) {
  Rule.call(this, [input], output);
  this.factor = factor;
  this.offset = offset;
}
Scale.prototype = Object.create(Rule.prototype);
Scale.prototype.execute = function () {
  this.output.value = (this.inputs[0].value * this.factor + this.offset) % 100003;
};

function Larger(left, right, output) {
  Rule.call(this, [left, right], output);
}
Larger.prototype = Object.create(Rule.prototype);
Larger.prototype.execute = function () {
  this.output.value = Math.max(this.inputs[0].value, this.inputs[1].value);
};

function Plan() {
  this.rules = [];
}
Plan.prototype.add = function (rule) {
  this.rules.push(rule);
};
Plan.prototype.execute = function () {
  for (var i = 0; i < this.rules.length; i++) {
    this.rules[i].execute();
  }
};

function Network() {
  this.cells = [];
  this.mark = 0;
}
Network.prototype.cell = function (value) {
  var cell = new Cell('c' + this.cells.length, value);
  this.cells.push(cell);
  return cell;
};
Network.prototype.plan = function () {
  var plan = new Plan();
  var mark = ++this.mark;
  var todo = [];
  this.cells.forEach(function (cell) {
    if (cell.source === null) {
      cell.mark = mark;
      todo.push(cell);
    }
  });
  while (todo.length > 0) {
    var cell = todo.pop();
    for (var i = 0; i < cell.uses.length; i++) {
      var rule = cell.uses[i];
      if (rule.output.mark !== mark && rule.isReady(mark)) {
        rule.output.mark = mark;
        plan.add(rule);
        todo.push(rule.output);
      }
    }
  }
  return plan;
};

function build(network, width, depth) {
  var row = [];
  for (var i = 0; i < width; i++) {
    row.push(network.cell(i));
  }
  var inputs = row;
  for (var level = 0; level < depth; level++) {
    var next = [];
    for (var j = 0; j < width; j++) {
      var output = network.cell(0);
      var left = row[j];
      var right = row[(j + 1) % width];
      if ((level + j) % 3 === 0) {
        new Sum([left, right, row[(j + 2) % width]], output);
      } else if ((level + j) % 3 === 1) {
        new Scale(left, 3, level, output);
      } else {
        new Larger(left, right, output);
      }
      next.push(output);
    }
    row = next;
  }
  return { inputs: inputs, outputs: row };
}

function run() {
  var network = new Network();
  var ends = build(network, 12, 20);
  var checksum = 0;
  for (var round = 0; round < 8; round++) {
    ends.inputs[round].value += 7 * round;
    var plan = network.plan();
    plan.execute();
    for (var i = 0; i < ends.outputs.length; i++) {
      checksum = (checksum * 31 + ends.outputs[i].value) % 1000003;
    }
  }
  return checksum;
}
