// expect: limit: the errors of Rhino's own are read under the limits, too
Error.prototype.toString = function () { for (;;); }; Object.defineProperty(TypeError.prototype, 'message', {get: function () { for (;;); }}); Object.defineProperty(TypeError.prototype, 'name', {get: function () { for (;;); }}); try { null.x; } catch (e) { throw e; }
