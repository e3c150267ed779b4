//=== try in a loop | 5 iterations, 0 calls | 5
var n = 0; for (var i = 0; i < 5; i++) { try { n++; } catch (e) { n = -1; } } n
//=== throw caught in a loop | 5 iterations, 0 calls | 5
var n = 0; for (var i = 0; i < 5; i++) { try { throw i; } catch (e) { n++; } } n
//=== finally in a loop | 5 iterations, 0 calls | 10
var n = 0; for (var i = 0; i < 5; i++) { try { n++; } finally { n++; } } n
//=== throw through finally in a loop | 5 iterations, 0 calls | 15
var n = 0; for (var i = 0; i < 5; i++) { try { try { n++; throw 1; } finally { n++; } } catch (e) { n++; } } n
//=== continue through finally | 5 iterations, 0 calls | 5
var n = 0; for (var i = 0; i < 5; i++) { try { continue; } finally { n++; } } n
//=== break through finally | 3 iterations, 0 calls | 3
var n = 0; for (var i = 0; i < 5; i++) { try { if (i == 2) break; } finally { n++; } } n
//=== return through finally | 3 iterations, 1 calls | 2
var n = 0; function f() { for (var i = 0; i < 5; i++) { try { if (i == 2) return i; } finally { n++; } } } f()
//=== return out of catch in a loop | 1 iterations, 1 calls | caught
function f() { for (;;) { try { throw 1; } catch (e) { return 'caught'; } } } f()
//=== loop inside try | 5 iterations, 0 calls | 5
var i; try { for (i = 0; i < 5; i++) {} } catch (e) {} i
//=== loop inside catch | 5 iterations, 0 calls | 5
var i; try { throw 1; } catch (e) { for (i = 0; i < 5; i++) {} } i
//=== loop inside finally | 5 iterations, 0 calls | 5
var i; try { } finally { for (i = 0; i < 5; i++) {} } i
//=== loop inside finally after a throw | 5 iterations, 0 calls | 5
var i; try { try { throw 1; } finally { for (i = 0; i < 5; i++) {} } } catch (e) {} i
//=== loop inside finally after a return | 4 iterations, 1 calls | 1
function f() { try { return 1; } finally { for (var i = 0; i < 4; i++) {} } } f()
//=== throw out of a loop | 3 iterations, 0 calls | 2
var i; try { for (i = 0; i < 5; i++) { if (i == 2) throw 1; } } catch (e) {} i
//=== throw out of two loops | 4 iterations, 0 calls | 1
var n = 0; try { for (var i = 0; i < 5; i++) { for (var j = 0; j < 5; j++) { if (j == 2) { n++; throw 1; } } } } catch (e) {} n
//=== nested try in nested loops | 12 iterations, 0 calls | 27
var n = 0;
for (var i = 0; i < 3; i++) { try { for (var j = 0; j < 3; j++) { try { n++; if (j == 1) throw j; } catch (e) { n++; continue; } finally { n++; } } } finally { n += 2; } }
n
//=== finally with its own continue | 5 iterations, 0 calls | 5
var n = 0; for (var i = 0; i < 5; i++) { try { throw 1; } finally { n++; continue; } } n
//=== finally with its own break | 1 iterations, 0 calls | 0
for (var i = 0; i < 5; i++) { try { throw 1; } finally { break; } } i
//=== finally overrides return | 0 iterations, 1 calls | 2
function f() { try { return 1; } finally { return 2; } } f()
//=== catch condition chain | 3 iterations, 0 calls | a1
var s = ''; for (var i = 0; i < 3; i++) { try { if (i == 1) throw {k: 1}; } catch (e if e.k == 1) { s += 'a' + i; } catch (e) { s += 'b'; } } s
//=== rethrow from catch | 4 iterations, 0 calls | 4
var n = 0; for (var i = 0; i < 4; i++) { try { try { throw 1; } catch (e) { throw 2; } } catch (e) { n++; } } n
//=== engine errors | 4 iterations, 0 calls | TypeError,TypeError,TypeError,TypeError
var s = []; for (var i = 0; i < 4; i++) { try { null.x; } catch (e) { s.push(e.name); } } s.join()
//=== uncaught error | 3 iterations, 1 calls | threw Error: boom
function f() { for (var i = 0; ; i++) { if (i == 2) throw new Error('boom'); } } f()
//=== loop condition that throws | 2 iterations, 0 calls | 2
var i = 0; try { while (i < 2 || undefinedName) { i++; } } catch (e) {} i
//=== try around a loop around a try | 10 iterations, 0 calls | 20
var n = 0; try { for (var i = 0; i < 10; i++) { try { n++; } catch (e) {} finally { n++; } } } finally { } n
