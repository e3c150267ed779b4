// Compiles a template with Handlebars (it does so with the Function constructor) and renders it.
Handlebars.registerHelper('upper', function (text) {
  return String(text).toUpperCase();
});

var SOURCE =
  '<h1>{{title}}</h1>{{#if rows}}<ul>{{#each rows}}<li class="{{kind}}">{{@index}}: {{upper owner.name}}' +
  '{{#if late}} late by {{days}}{{else}} in time{{/if}}</li>{{/each}}</ul>{{/if}}{{#with footer}}{{{text}}}{{/with}}';

function data() {
  var rows = [];
  for (var i = 0; i < 40; i++) {
    rows.push({ kind: i % 2 ? 'odd' : 'even', owner: { name: i % 7 ? 'Ann' : '<Bob>' }, late: i % 3 === 0, days: i });
  }
  return { title: 'Orders & more', rows: rows, footer: { text: '<hr>' } };
}

var DATA = data();
var RENDER = Handlebars.compile(SOURCE);

function run() {
  var length = Handlebars.precompile(SOURCE).length;
  for (var i = 0; i < 3; i++) {
    length += RENDER(DATA).length;
  }
  return length;
}
