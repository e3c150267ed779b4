// Spheres over a chequered floor, with shadows and one reflection; vectors are objects.
function Vector(x, y, z) {
  this.x = x;
  this.y = y;
  this.z = z;
}
Vector.prototype.add = function (v) {
  return new Vector(this.x + v.x, this.y + v.y, this.z + v.z);
};
Vector.prototype.minus = function (v) {
  return new Vector(this.x - v.x, this.y - v.y, this.z - v.z);
};
Vector.prototype.times = function (k) {
  return new Vector(this.x * k, this.y * k, this.z * k);
};
Vector.prototype.dot = function (v) {
  return this.x * v.x + this.y * v.y + this.z * v.z;
};
Vector.prototype.unit = function () {
  return this.times(1 / Math.sqrt(this.dot(this)));
};
Vector.prototype.reflect = function (normal) {
  return this.minus(normal.times(2 * this.dot(normal)));
};

function Ray(origin, direction) {
  this.origin = origin;
  this.direction = direction;
}
Ray.prototype.at = function (t) {
  return this.origin.add(this.direction.times(t));
};

function Sphere(centre, radius, colour, mirror) {
  this.centre = centre;
  this.radius = radius;
  this.colour = colour;
  this.mirror = mirror;
}
Sphere.prototype.hit = function (ray) {
  var toRay = ray.origin.minus(this.centre);
  var b = toRay.dot(ray.direction);
  var c = toRay.dot(toRay) - this.radius * this.radius;
  var d = b * b - c;
  if (d < 0) {
    return -1;
  }
  return -b - Math.sqrt(d);
};
Sphere.prototype.normal = function (point) {
  return point.minus(this.centre).unit();
};
Sphere.prototype.colourAt = function () {
  return this.colour;
};

function Floor(height) {
  this.height = height;
  this.mirror = 0.2;
}
Floor.prototype.hit = function (ray) {
  return ray.direction.y >= 0 ? -1 : (this.height - ray.origin.y) / ray.direction.y;
};
Floor.prototype.normal = function () {
  return new Vector(0, 1, 0);
};
Floor.prototype.colourAt = function (point) {
  return (Math.floor(point.x) + Math.floor(point.z)) % 2 === 0
    ? new Vector(1, 1, 1)
    : new Vector(0.1, 0.1, 0.1);
};

function Scene(objects, light) {
  this.objects = objects;
  this.light = light;
}
Scene.prototype.nearest = function (ray) {
  var best = null;
  var distance = Infinity;
  for (var i = 0; i < this.objects.length; i++) {
    var t = this.objects[i].hit(ray);
    if (t > 1e-4 && t < distance) {
      distance = t;
      best = this.objects[i];
    }
  }
  return best === null ? null : { object: best, distance: distance };
};
Scene.prototype.trace = function (ray, depth) {
  var found = this.nearest(ray);
  if (found === null) {
    return new Vector(0.3, 0.5, 0.8 + 0.2 * ray.direction.y);
  }
  var point = ray.at(found.distance);
  var normal = found.object.normal(point);
  var toLight = this.light.minus(point).unit();
  var shade = 0.1;
  if (this.nearest(new Ray(point, toLight)) === null) {
    shade += Math.max(0, normal.dot(toLight));
  }
  var colour = found.object.colourAt(point).times(shade);
  if (depth > 0 && found.object.mirror > 0) {
    var reflected = this.trace(new Ray(point, ray.direction.reflect(normal)), depth - 1);
    colour = colour.times(1 - found.object.mirror).add(reflected.times(found.object.mirror));
  }
  return colour;
};

function run() {
  var scene = new Scene(
    [
      new Sphere(new Vector(0, 0, 6), 1, new Vector(1, 0.2, 0.2), 0.3),
      new Sphere(new Vector(2, 0.5, 7), 1.5, new Vector(0.2, 1, 0.2), 0.5),
      new Sphere(new Vector(-2, -0.3, 5), 0.7, new Vector(0.2, 0.2, 1), 0),
      new Floor(-1)
    ],
    new Vector(-5, 8, 0)
  );
  var size = 20;
  var checksum = 0;
  for (var y = 0; y < size; y++) {
    for (var x = 0; x < size; x++) {
      var direction = new Vector((x - size / 2) / size, (size / 2 - y) / size, 1).unit();
      var colour = scene.trace(new Ray(new Vector(0, 0, 0), direction), 1);
      checksum += Math.round(255 * (colour.x + 2 * colour.y + 3 * colour.z)) * (1 + ((x + y) % 7));
    }
  }
  return checksum;
}
