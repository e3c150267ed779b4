// expect: limit: stack; an error whose text is an error
function make() { return {toString: function () { throw make(); }}; } function deep() { return {toString: function () { return String(deep()); }}; } throw deep();
