"use strict";
(() => {
  const PAGE = 100;
  const DAY = 86400000;
  const section = (id) => document.getElementById(id);
  const exact = new Intl.NumberFormat("en-US");
  const rounded = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3, notation: "compact" });

  // Everything that comes out of a recording goes through here: as text, never as HTML.
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== false) {
        made.setAttribute(key, value === true ? "" : value);
      }
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const name = (text, empty) => text ? element("bdi", {}, text) : element("span", { class: "unknown" }, empty);
  const unknown = () => element("span", { class: "unknown" }, "unknown");

  // Numbers beyond 2^53 come as digits.
  const numeric = (value) => value === null || value === undefined ? null : Number(value);
  const digits = (value) => exact.format(typeof value === "string" ? BigInt(value) : value);

  function scaled(value, steps) {
    for (const [size, unit] of steps) {
      if (value >= size) {
        const shown = value / size;
        return shown.toFixed(shown < 10 ? 2 : shown < 100 ? 1 : 0) + " " + unit;
      }
    }
    return value + " " + steps[steps.length - 1][1];
  }

  const BYTES = [[2 ** 40, "TB"], [2 ** 30, "GB"], [2 ** 20, "MB"], [2 ** 10, "KB"], [1, "B"]];
  const NANOS = [[3.6e12, "h"], [6e10, "min"], [1e9, "s"], [1e6, "ms"], [1e3, "µs"], [1, "ns"]];

  function words(resource, value) {
    if (resource.unit === "BYTES") {
      return scaled(Number(value), BYTES);
    }
    return resource.unit === "NANOS" ? scaled(Number(value), NANOS) : digits(value);
  }

  function amount(resource, value) {
    return value === null
      ? unknown()
      : element("span", { title: digits(value) + (resource.unit === "BYTES" ? " bytes" : resource.unit === "NANOS" ? " ns" : "") },
          words(resource, value));
  }

  const stamp = (millis) => new Date(millis).toISOString().replace("T", " ").replace("Z", "");
  const clock = (millis, span) => span > DAY ? stamp(millis).slice(5, 16) : span < 10000 ? stamp(millis).slice(11) : stamp(millis).slice(11, 19);
  const plural = (count, one) => exact.format(count) + " " + one + (count === 1 ? "" : "s");

  // Columns: {title, of(row) -> what to sort by, show(row) -> node or text, number, kind}
  function table(parent, id, title, columns, rows, left, first, leftWords) {
    if (rows.length === 0) {
      parent.append(element("p", { class: "note" }, "None were recorded."));
      return;
    }
    let sorted = rows;
    let shown = rows;
    let visible = PAGE;
    let order = { column: first, descending: true };
    const searchable = rows.map((row) =>
      row.filter((value) => typeof value === "string").join("\n").toLowerCase());
    const positions = new Map(rows.map((row, i) => [row, i]));
    const search = element("input", { type: "search", id: id + "-search", autocomplete: "off", spellcheck: "false" });
    const count = element("span", { class: "note", role: "status" });
    const head = element("tr");
    const body = element("tbody");
    const more = element("button", { type: "button", class: "more" }, "Show more");

    const headers = columns.map((column, i) => {
      const button = element("button", { type: "button" }, column.title);
      button.addEventListener("click", () => {
        order = { column: i, descending: order.column === i ? !order.descending : Boolean(column.number) };
        sort();
      });
      const header = element("th", { scope: "col", class: column.number ? "number" : undefined }, button);
      head.append(header);
      return header;
    });

    function compare(one, other) {
      const a = columns[order.column].of(one);
      const b = columns[order.column].of(other);
      if (a === b || a === null || b === null) {
        return a === b ? 0 : a === null ? 1 : -1; // what is unknown comes last
      }
      const way = typeof a === "string" ? a.localeCompare(b) : a - b;
      return order.descending ? -way : way;
    }

    function sort() {
      sorted = order.column === null ? rows : [...rows].sort(compare);
      headers.forEach((header, i) => header.setAttribute("aria-sort",
        i === order.column ? (order.descending ? "descending" : "ascending") : "none"));
      filter();
    }

    function filter() {
      const wanted = search.value.trim().toLowerCase();
      shown = wanted ? sorted.filter((row) => searchable[positions.get(row)].includes(wanted)) : sorted;
      visible = PAGE;
      draw();
    }

    function draw() {
      body.replaceChildren(...shown.slice(0, visible).map((row) => element("tr", {},
        ...columns.map((column) => element("td", { class: column.number ? "number" : column.kind }, column.show(row))))));
      more.hidden = shown.length <= visible;
      count.textContent = (shown.length === rows.length ? plural(rows.length, "row")
          : exact.format(shown.length) + " of " + plural(rows.length, "row"))
        + (shown.length > visible ? ", the first " + visible + " of them shown" : "")
        + (left > 0 ? "; " + exact.format(left) + " more are not in this page: " + leftWords : "");
    }

    search.addEventListener("input", filter);
    more.addEventListener("click", () => {
      visible += PAGE;
      draw();
    });
    parent.append(
      element("div", { class: "bar" }, element("label", {}, "Search", search), count),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
        element("table", { id: id + "-table" }, element("thead", {}, head), body)),
      more);
    sort();
  }

  const text = (title, at, empty, kind) => ({
    title, kind, of: (row) => row[at] === null ? null : row[at], show: (row) => name(row[at], empty)
  });
  const count = (title, at) => ({
    title, number: true, of: (row) => numeric(row[at]), show: (row) => row[at] === null ? unknown() : digits(row[at])
  });
  const moment = (title, at) => ({
    title, kind: "time", of: (row) => row[at], show: (row) => row[at] === null ? unknown() : stamp(row[at])
  });

  function report(data) {
    const resources = data.resources;
    const byKey = Object.fromEntries(resources.map((resource, i) => [resource.key, i]));
    // Columns of zeros only are left out; what tables are sorted by comes first.
    const first = [byKey.fuel, byKey.evaluations, byKey.cpuTime];
    const used = [...new Set([...first, ...resources.keys()])].filter((i) => data.totals[i] !== 0
      || data.running.rows.some((row) => row[4 + i] !== 0));
    const usage = (from) => used.map((i) => ({
      title: resources[i].key, number: true,
      of: (row) => numeric(row[from + i]), show: (row) => amount(resources[i], row[from + i])
    }));
    const fuel = (before) => before + Math.max(0, used.indexOf(byKey.fuel));

    totals(data, resources, used);
    lines(data, resources, byKey);

    const accounts = [text("account", 0, "(nameless)", "name")];
    if (data.accounts.rows.some((row) => row[1] !== null)) {
      accounts.push(text("parent", 1, "", "name"));
    }
    accounts.push(count("breaches", 3));
    const before = accounts.length;
    accounts.push(...usage(5), text("limits", 2, "none known", "code long"));
    note("accounts", "Totals since the first recording of each JVM, without accounts below and without what still runs.");
    table(section("accounts"), "accounts", "Accounts", accounts, data.accounts.rows, data.accounts.left,
      fuel(before), "those that used the least fuel.");

    const scripts = [text("script", 0, "(none was started)", "name"), text("account", 1, "(nameless)", "name"), ...usage(3)];
    if (data.scripts.rows.some((row) => row[2] !== 0)) {
      scripts.push(count("evaluations missing", 2));
    }
    note("scripts", "By the outermost script: what it calls in libraries is charged to it.");
    table(section("scripts"), "scripts", "Scripts", scripts, data.scripts.rows, data.scripts.left,
      fuel(2), "those that used the least fuel.");

    functions(data.profile, resources);

    table(section("breaches"), "breaches", "Breaches", [
      moment("time (UTC)", 0),
      { title: "source position", kind: "code", of: (row) => row[8] === null ? null : row[8] + ":" + String(row[9] || 0).padStart(9, "0"),
        show: (row) => row[8] === null ? unknown() : name(row[8] + (row[9] ? ":" + row[9] : "") + (row[10] ? " in " + row[10] : "")) },
      text("limit", 4, "", "code"),
      { title: "used", number: true, of: (row) => numeric(row[6]), show: (row) => amount(resources[row[5]], row[6]) },
      { title: "allowed", number: true, of: (row) => numeric(row[7]), show: (row) => row[7] === null ? "-" : amount(resources[row[5]], row[7]) },
      text("account of the limit", 1, "(nameless)", "name"),
      text("script", 2, "(none was started)", "name"),
      text("kind", 3, ""),
      text("in words", 11, "", "long")
    ], data.breaches.rows, data.breaches.left, 0, "older ones, and those that were lost.");

    recommended(data, resources);
    missing(data, resources, usage);

    function note(id, words) {
      section(id).append(element("p", { class: "note" }, words));
    }
  }

  function functions(profile, resources) {
    const home = section("functions");
    if (profile === null) {
      home.append(element("p", { class: "note" }, "Costs of functions were not recorded: attribution is off unless the agent is told ",
        element("code", {}, "attribution=function"), ", as in ",
        element("code", {}, "-javaagent:tachograph-agent.jar=attribution=function"), "."));
      return;
    }
    const measures = profile.costs.map((i) => resources[i]);
    const fuel = resources.find((resource) => resource.key === "fuel");
    const figure = (title, resource, at) => ({ title, number: true, of: (row) => numeric(row[at]), show: (row) => amount(resource, row[at]) });
    const used = [...measures.keys()].filter((i) => profile.totals[i] !== 0);
    flameGraph(home, profile.flames, measures, { element, words, digits });

    const place = { title: "source position", kind: "code", of: (row) => row[1] === null ? null : row[1] + ":" + String(row[2] || 0).padStart(9, "0"),
      show: (row) => name(row[1] === null ? null : row[1] + (row[2] === null ? "" : ":" + row[2]), "(no script)") };
    const columns = [text("function", 0, "", "name"), place, text("account", 3, "(nameless)", "name")];
    home.append(element("h3", {}, "By function"), element("p", { class: "note" },
      "Self is what a function's own lines cost, total is with all that it calls. Counts are exact; CPU time is sampled."));
    table(home, "function-costs", "Functions", [
      ...columns, figure("fuel, self", fuel, 4), figure("fuel, total", fuel, 5),
      ...used.flatMap((i) => [figure(measures[i].key + ", self", measures[i], 6 + i),
        figure(measures[i].key + ", total", measures[i], 6 + measures.length + i)])
    ], profile.functions.rows, profile.functions.left, 3, "those that used the least fuel by themselves.");

    home.append(element("h3", {}, "By line"), element("p", { class: "note" },
      "However the function came to run. A position without a line is what a function costs before its first statement."));
    table(home, "line-costs", "Lines", [
      ...columns, figure("fuel", fuel, 4), ...used.map((i) => figure(measures[i].key, measures[i], 5 + i))
    ], profile.lines.rows, profile.lines.left, 3, "those that used the least fuel.");
  }

  function totals(data, resources, used) {
    const tiles = [["accounts", exact.format(data.accounts.rows.length + data.accounts.left)],
      ["scripts", exact.format(data.scripts.rows.length + data.scripts.left)],
      ["breaches", exact.format(data.breachEvents.read + data.breachEvents.earlier + data.breachEvents.lost)]];
    for (const i of used) {
      tiles.push([resources[i].key, resources[i].unit === "COUNT" && Number(data.totals[i]) >= 1e7
        ? element("span", { title: digits(data.totals[i]) }, rounded.format(Number(data.totals[i])))
        : amount(resources[i], data.totals[i])]);
    }
    section("totals").append(
      element("dl", { class: "tiles" }, ...tiles.map(([title, value]) =>
        element("div", {}, element("dt", {}, title), element("dd", {}, value)))),
      element("ul", {}, ...data.meters.map(([pid, rhino, since, last, refused]) =>
        element("li", {}, "JVM " + (pid === null ? "of unknown id" : pid) + ", " + (rhino || "Rhino of unknown version")
          + ", recorded from " + (since === null ? "an unknown time" : stamp(since)) + " to " + stamp(last) + " UTC"
          + (refused > 0 ? "; " + plural(refused, "class") + " could not be metered and were refused" : "")))));
  }

  function lines(data, resources, byKey) {
    const all = data.lines.lines;
    const home = section("lines");
    if (all.length === 0) {
      home.append(element("p", { class: "note" }, "None were recorded."));
      return;
    }
    const account = element("select", { id: "line-account" }, ...all.map((line, i) =>
      element("option", { value: String(i) }, (line.account || "(nameless)") + (line.pid ? " in JVM " + line.pid : ""))));
    const resource = element("select", { id: "line-resource" });
    const charts = element("div", { class: "charts" });
    home.append(
      element("p", { class: "note" }, "Times are UTC. Dots are the most of all evaluations that ended, or were seen running, in a short while. Totals go on when an account is reset or "
        + "refilled, so they may pass their limit." + (data.lines.left > 0
        ? " " + plural(data.lines.left, "account") + " that used the least fuel are not in this page." : "")),
      element("div", { class: "bar" }, element("label", {}, "Account", account), element("label", {}, "Resource", resource)),
      charts);
    let open = [];

    function offer() {
      const line = all[Number(account.value)];
      const known = Object.keys(resources).filter((i) => line.total[i] || line.peak[i] || line.totalLimit[i] || line.peakLimit[i]);
      const before = resource.value;
      // The one that is limited and breached says most; else the price of all.
      const breach = data.breaches.rows.find((row) => row[1] === line.account);
      const limited = known.find((i) => line.peakLimit[i] || line.totalLimit[i]);
      const first = breach ? String(breach[5]) : limited || String(byKey.fuel);
      resource.replaceChildren(...known.map((i) => element("option", { value: i }, resources[i].key)));
      resource.value = known.includes(before) ? before : known.includes(first) ? first : known[0] || "";
      draw();
    }

    function draw() {
      open.forEach((chart) => chart.destroy());
      const line = all[Number(account.value)];
      const i = resource.value;
      const panels = [["peak", "Most in one evaluation", "limit."]];
      if (resources[i] && resources[i].kind === "SUM") {
        panels.unshift(["total", "Total of the account", "total."]);
      }
      charts.replaceChildren();
      open = panels.map(([what, title, prefix]) => panel(line, i, what, title, prefix));
    }

    function panel(line, i, what, title, prefix) {
      const canvas = element("canvas", { role: "img", "aria-label": title });
      const caption = element("figcaption");
      charts.append(element("figure", {}, element("h3", {}, title), element("div", { class: "chart" }, canvas), caption));
      const column = (name) => (line[name][i] || line.at.map(() => null)).map((value, at) => ({ x: line.at[at], y: numeric(value) }));
      const use = column(what);
      const limit = column(what + "Limit");
      const limitKey = prefix + (resources[i] || {}).key;
      const breaches = data.breaches.rows
        .filter((row) => row[1] === line.account && row[4] === limitKey && row[6] !== null)
        .map((row) => ({ x: row[0], y: numeric(row[6]) }));
      caption.textContent = summary(resources[i], use, limit, breaches.length, limitKey);
      canvas.setAttribute("aria-label", title + ". " + caption.textContent);
      return chart(canvas, resources[i], use, limit, breaches, what === "peak");
    }

    account.addEventListener("change", offer);
    resource.addEventListener("change", draw);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    offer();
  }

  const known = (points) => points.filter((point) => point.y !== null);

  function summary(resource, use, limit, breaches, limitKey) {
    const values = known(use).map((point) => point.y);
    if (values.length === 0) {
      return "Nothing was recorded.";
    }
    const highest = values.reduce((a, b) => Math.max(a, b));
    const bounds = known(limit);
    const bound = bounds.length > 0 ? bounds[bounds.length - 1].y : null;
    return "At most " + words(resource, highest)
      + (bound === null ? "; " + limitKey + " is not set."
        : "; " + limitKey + " is " + words(resource, bound)
          + (bound > 0 ? ", so " + (highest / bound * 100).toFixed(highest < bound / 10 ? 1 : 0) + "% of it." : "."))
      + (breaches > 0 ? " " + exact.format(breaches) + (breaches === 1 ? " breach." : " breaches.") : "");
  }

  function chart(canvas, resource, use, limit, breaches, dots) {
    const colour = (key) => getComputedStyle(document.documentElement).getPropertyValue(key).trim();
    const times = use.map((point) => point.x);
    const from = times[0];
    const to = Math.max(times[times.length - 1], from + 1);
    const axis = { color: colour("--faint"), maxRotation: 0, autoSkipPadding: 16 };
    const step = { stepped: "before", borderWidth: 2, pointHitRadius: 8 };
    return new Chart(canvas, {
      type: "line",
      data: {
        datasets: [
          { label: "used", data: known(use), ...step, clip: 8, showLine: !dots, borderColor: colour("--use"), backgroundColor: colour("--fill"),
            fill: dots ? false : "origin", pointRadius: dots ? 3 : use.length < 40 ? 2.5 : 0,
            pointBorderWidth: 0, pointBackgroundColor: colour("--use") },
          ...(known(limit).length === 0 ? [] : [{ label: "limit", data: known(limit), ...step, borderColor: colour("--limit"),
            backgroundColor: "transparent", borderDash: [6, 4], pointRadius: 0 }]),
          ...(breaches.length === 0 ? [] : [{ label: "breach", data: breaches, order: -1, clip: 8, showLine: false, pointStyle: "triangle", pointRadius: 6,
            borderColor: colour("--breach"), backgroundColor: colour("--breach") }])
        ]
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        normalized: true,
        interaction: { mode: "nearest", axis: "x", intersect: false },
        scales: {
          x: { type: "linear", min: from, max: to, grid: { color: colour("--rule") }, border: { color: colour("--rule") },
            ticks: { ...axis, includeBounds: false, callback: (value) => clock(value, to - from) } },
          y: { beginAtZero: true, grace: "5%", grid: { color: colour("--rule") }, border: { color: colour("--rule") },
            ticks: { ...axis, maxTicksLimit: 7, callback: (value) => resource.unit === "COUNT" ? rounded.format(value) : value === 0 ? "0" : words(resource, value) } }
        },
        plugins: {
          legend: { position: "top", align: "end", labels: { color: colour("--text"), usePointStyle: true, boxHeight: 6 } },
          tooltip: { callbacks: {
            title: (items) => stamp(items[0].parsed.x) + " UTC",
            label: (item) => item.dataset.label + ": " + words(resource, Math.round(item.parsed.y))
          } }
        }
      }
    });
  }

  function recommended(data, resources) {
    const home = section("limits");
    const advice = data.recommended;
    if (!advice.used) {
      home.append(element("p", { class: "note" }, "No evaluation was read that ended by itself, so there is nothing to recommend from."));
      return;
    }
    home.append(
      element("p", { class: "note" }, "From the last " + plural(advice.evaluations, "evaluation") + " that were read, of which "
        + exact.format(advice.used) + " ended by themselves: the most that one used, and " + advice.headRoomPercent
        + "% more. Evaluations that a limit stopped say nothing about what they need."),
      element("h3", {}, "For every evaluation"),
      element("pre", {}, element("code", {}, advice.options || "(nothing was used)")));
    const of = (title, at) => ({ title, number: true, of: (row) => numeric(row[at]),
      show: (row) => row[at] === null ? "-" : amount(resources[row[0]], row[at]) });
    table(home, "spreads", "Use of evaluations", [
      { title: "resource", kind: "code", of: (row) => resources[row[0]].key, show: (row) => resources[row[0]].key },
      count("evaluations", 1), of("median", 2), of("99th percentile", 3), of("maximum", 4), of("recommended limit", 5)
    ], advice.resources.filter((row) => row[4] !== 0), 0, null, "");
    home.append(element("h3", {}, "For each script"));
    table(home, "recommended", "Limits for each script", [
      text("script", 0, "(none was started)", "name"), count("evaluations", 1), count("ended by themselves", 2),
      count("stopped by a limit", 3), text("limits", 4, "none", "code long")
    ], advice.scripts.rows, advice.scripts.left, 1, "those with the fewest evaluations.");
  }

  function missing(data, resources, usage) {
    const home = section("missing");
    home.append(element("ul", {}, ...data.missing.map((sentence) => element("li", {}, sentence))));
    if (data.running.rows.length > 0) {
      home.append(element("h3", {}, "Seen running and not ending"));
      table(home, "running", "Seen running and not ending", [
        text("script", 0, "(not known yet)", "name"), text("account", 1, "(nameless)", "name"), text("thread", 2, "", "name"),
        moment("opened (UTC)", 3), ...usage(4)
      ], data.running.rows, data.running.left, 3, "those that used the least fuel.");
    }
  }

  try {
    const data = JSON.parse(section("data").textContent);
    section("sources").textContent = data.sources.join(", ");
    report(data);
    document.documentElement.dataset.ready = "true";
  } catch (failure) {
    section("failure").hidden = false;
    section("failure").textContent = "This page could not be made: " + failure.message;
    throw failure;
  }
})();
