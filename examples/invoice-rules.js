// A tenant's rules at work: 20,000 invoices are priced by the rules below and summed up by country.
//
// The invoices come from a generator with a fixed seed, so every run counts exactly the same:
//
//   java -jar engine/target/tachograph.jar run examples/invoice-rules.js
//
// (let where one would write const: in a loop, Rhino 1.9 gives a const its first value for ever.)

const COUNTRIES = { AT: 0.20, CH: 0.081, DE: 0.19, FR: 0.20, LU: 0.17 };

// Each rule changes an invoice or leaves it alone; they apply in this order.
const RULES = [
  function volumeDiscount(invoice) {
    if (invoice.items > 40) {
      invoice.net *= 0.95;
    }
  },
  function loyalty(invoice) {
    if (invoice.customer % 7 === 0) {
      invoice.net -= Math.min(10, invoice.net * 0.02);
    }
  },
  function handling(invoice) {
    if (invoice.net < 25) {
      invoice.net += 4.9;
    }
  },
  function tax(invoice) {
    invoice.gross = invoice.net * (1 + COUNTRIES[invoice.country]);
  },
];

function generator(seed) {
  let state = seed;
  return (below) => {
    state = (state * 16807) % 2147483647;
    return state % below;
  };
}

function makeInvoices(count) {
  const random = generator(2026);
  const countries = Object.keys(COUNTRIES);
  const invoices = [];
  for (let i = 0; i < count; i++) {
    let invoice = { customer: random(900), country: countries[random(countries.length)], items: 1 + random(60), net: 0 };
    for (let item = 0; item < invoice.items; item++) {
      invoice.net += (100 + random(9900)) / 100;
    }
    invoices.push(invoice);
  }
  return invoices;
}

function sumUp(invoices) {
  const totals = {};
  for (let invoice of invoices) {
    RULES.forEach((rule) => rule(invoice));
    let sum = totals[invoice.country] || (totals[invoice.country] = { invoices: 0, net: 0, gross: 0 });
    sum.invoices++;
    sum.net += invoice.net;
    sum.gross += invoice.gross;
  }
  return totals;
}

const totals = sumUp(makeInvoices(20000));
const column = (text, width) => String(text).padStart(width);

print('country  invoices           net         gross');
for (let country of Object.keys(totals).sort()) {
  let { invoices, net, gross } = totals[country];
  print(column(country, 7), column(invoices, 9), column(net.toFixed(2), 13), column(gross.toFixed(2), 13));
}
