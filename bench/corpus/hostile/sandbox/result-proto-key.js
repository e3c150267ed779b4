// expect: harmless: a key like any other, in a map of the host's
JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": 2}, "hasOwnProperty": 3, "toString": null}');
