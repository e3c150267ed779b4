// A treap: keys in order, priorities in a heap, rotations on the way.
function Node(key, priority) {
  this.key = key;
  this.priority = priority;
  this.left = null;
  this.right = null;
  this.count = 1;
}
Node.prototype.update = function () {
  this.count = 1 + (this.left ? this.left.count : 0) + (this.right ? this.right.count : 0);
  return this;
};

function Treap() {
  this.root = null;
  this.seed = 4711;
}
Treap.prototype.random = function () {
  this.seed = (this.seed * 16807) % 2147483647;
  return this.seed;
};
Treap.prototype.insert = function (key) {
  this.root = this.insertAt(this.root, key, this.random());
};
Treap.prototype.insertAt = function (node, key, priority) {
  if (node === null) {
    return new Node(key, priority);
  }
  if (key < node.key) {
    node.left = this.insertAt(node.left, key, priority);
    if (node.left.priority > node.priority) {
      var up = node.left;
      node.left = up.right;
      up.right = node.update();
      return up.update();
    }
  } else if (key > node.key) {
    node.right = this.insertAt(node.right, key, priority);
    if (node.right.priority > node.priority) {
      var top = node.right;
      node.right = top.left;
      top.left = node.update();
      return top.update();
    }
  }
  return node.update();
};
Treap.prototype.merge = function (left, right) {
  if (left === null || right === null) {
    return left === null ? right : left;
  }
  if (left.priority > right.priority) {
    left.right = this.merge(left.right, right);
    return left.update();
  }
  right.left = this.merge(left, right.left);
  return right.update();
};
Treap.prototype.remove = function (key) {
  this.root = this.removeAt(this.root, key);
};
Treap.prototype.removeAt = function (node, key) {
  if (node === null) {
    return null;
  }
  if (key === node.key) {
    return this.merge(node.left, node.right);
  }
  if (key < node.key) {
    node.left = this.removeAt(node.left, key);
  } else {
    node.right = this.removeAt(node.right, key);
  }
  return node.update();
};
Treap.prototype.nth = function (n) {
  var node = this.root;
  while (node !== null) {
    var before = node.left ? node.left.count : 0;
    if (n === before) {
      return node.key;
    }
    if (n < before) {
      node = node.left;
    } else {
      n -= before + 1;
      node = node.right;
    }
  }
  return -1;
};

function run() {
  var treap = new Treap();
  var i;
  for (i = 0; i < 500; i++) {
    treap.insert((i * 7919) % 1009);
  }
  for (i = 0; i < 250; i++) {
    treap.remove((i * 104729) % 1009);
  }
  var checksum = treap.root.count;
  for (i = 0; i < treap.root.count; i += 3) {
    checksum = (checksum * 31 + treap.nth(i)) % 1000003;
  }
  return checksum;
}
