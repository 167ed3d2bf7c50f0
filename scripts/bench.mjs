// Runs the measurements and prints one table: what, the value, and the bar it is held to. It fails when a measurement
// fails, never because of a value: those depend on the machine and on what else it does.
//
// Beside times by the clock stand times of processors ("cpu"), which say nearly the same on a busy machine. Run it with
// UPRIGHT_TEST_DATABASE_URL naming a server that waits for the disk: `make bench` does.
import {spawn} from "node:child_process"
import {readFileSync, readdirSync} from "node:fs"
import {createInterface} from "node:readline"
import {gzipSync} from "node:zlib"

/** What is run: a package, the benchmarks in it, and for how long each. */
const runs = [
  ["./internal/export", "Joint", "2s"],
  ["./cmd/upright", "Render", "9x"],
  ["./cmd/upright", "Typst", "1x"],
  ["./internal/rules", "Check", "3x"],
  ["./internal/importer/previous", "Sheet", "3x"],
  ["./internal/collab", "Commit", "2s"],
  ["./internal/collab", "People", "3000x"],
  ["./internal/collab", "Open", "5x"],
  ["./internal/web", "Pages", "1s"],
]

/** Runs benchmarks and adds to `found` their figures by name and unit: found["Joint/pdf/first"]["ns/op"]. */
async function run([pkg, pattern, time], found) {
  const args = ["test", "-run", "^$", "-bench", `^Benchmark${pattern}$`, "-benchtime", time, "-benchmem", "-timeout", "10m", pkg]
  console.log(`go ${args.join(" ")}`)
  const go = spawn("go", args, {stdio: ["ignore", "pipe", "inherit"]})
  const ended = new Promise(resolve => go.on("close", resolve))
  const said = []
  for await (const line of createInterface({input: go.stdout})) {
    said.push(line)
    const [name, , ...figures] = line.trim().split(/\s+/)
    if (!/^Benchmark.*-\d+$/.test(name) || figures.length < 2) continue
    const units = {}
    for (let i = 0; i + 1 < figures.length; i += 2) units[figures[i + 1]] = Number(figures[i])
    found[name.replace(/^Benchmark/, "").replace(/-\d+$/, "")] = units
  }
  if ((await ended) !== 0) throw new Error(said.join("\n"))
}

/** Lets people type against whole servers, ours and Hocuspocus, and returns the runs. */
async function typed() {
  console.log("node test/bench/typing.mjs")
  const node = spawn("node", ["test/bench/typing.mjs"], {stdio: ["ignore", "pipe", "inherit"]})
  const ended = new Promise(resolve => node.on("close", resolve)), list = []
  for await (const line of createInterface({input: node.stdout})) list.push(JSON.parse(line))
  if ((await ended) !== 0) throw new Error("test/bench/typing.mjs failed")
  return list
}

const number = n => (n >= 100 ? Math.round(n).toLocaleString("en") : n.toPrecision(2))
const ms = n => `${number(n)} ms`

/** A row of the table; `kept` is undefined where there is no bar. */
const row = (what, value, bar = "", kept = undefined) => [what, value, bar, kept === undefined ? "" : kept ? "kept" : "MISSED"]

function* files(found) {
  const text = "5,630 words, 150 endnotes"
  const at = name => found[`Joint/${name}`]
  const timed = name => `${ms(at(name)["ns/op"] / 1e6)}, ${number(at(name)["B/op"] / 1e6)} MB allocated`
  const took = name => at(name)["ns/op"] / 1e6
  yield row(`PDF of ${text}, in process, first`, timed("pdf/first"), "100 ms", took("pdf/first") < 100)
  yield row("  again, one paragraph changed", timed("pdf/changed"), "40 ms", took("pdf/changed") < 40)
  yield row("  as a preview, one paragraph changed", `${timed("preview/changed")}, ${number(at("preview/changed")["kB-page"])} kB sent for the page`, "40 ms", took("preview/changed") < 40)
  yield row("  Typst again, one paragraph changed, in process", ms(found.Typst["ms-changed"]))
  yield row("Word of the same, in process", timed("docx"), "15 ms", took("docx") < 15)
  yield row("HTML of the same, in process", timed("html"))
  yield row("portable file of the same, in process", timed("upright.json"))
  const whole = found.Render
  const process = name => `${ms(whole[`ms-wall-${name}`])}, ${ms(whole[`ms-cpu-${name}`])} cpu, peak ${number(whole[`MB-peak-${name}`])} MB`
  const times = (name, of) => whole[`ms-${of}-${name}`] / whole[`ms-${of}-pdf`]
  const compared = name => `${process(name)}: ${number(times(name, "wall"))} times, ${number(times(name, "cpu"))} times the cpu`
  yield row("upright render to PDF, whole process", process("pdf"), "peak 64 MB", whole["MB-peak-pdf"] < 64)
  yield row("  Typst: start of Node, compilation, PDF/UA-1", compared("typst"), "4 times", times("typst", "wall") >= 4)
  yield row("  of that without the start of Node", ms(whole["ms-inside-typst"]))
  yield row("  LibreOffice: our Word file to an untagged PDF", compared("soffice"), "8 times", times("soffice", "wall") >= 8)
  yield row("upright render to Word, whole process", process("docx"))
  yield row("upright render to HTML, whole process", process("html"))
}

function* knowledge(found) {
  const check = size => found[`Check/${size}`], rows = found.Sheet
  for (const [size, what] of [["limit", "every rule, a joint submission"], ["largest", "  the longest text there can be"]]) {
    yield row(what, `${ms(check(size)["ns/op"] / 1e6)}, ${number(check(size).words)} words`)
  }
  yield row("reading earlier recommendations, XLSX", `${ms(rows["ns/op"] / 1e6)}, ${number(rows.rows)} rows, peak of the heap ${number(rows["peak-MiB"])} MiB`)
}

function* editing(found) {
  const opened = at => `${ms(found[`Open/${at}`].ms)}, ${number(found[`Open/${at}`]["B/op"] / 1e6)} MB allocated`
  yield row("opening a text with 50,000 steps in its log", opened("head"), "1 s", found["Open/head"].ms < 1000)
  yield row("  reading it as it was 500 steps after a snapshot", opened("far"), "1 s", found["Open/far"].ms < 1000)
  for (const people of [1, 10, 50]) {
    const who = people === 1 ? "one person" : `${people} people`
    yield row(`commits of ${who} to one text, durable`, `${number(found[`Commit/people=${people}`]["steps/s"])} a second`)
  }
  for (const [people, share, bar] of [[50, "p99", 40], [200, "p95", 100]]) {
    const typing = found[`People/${people}`]
    const told = at => `p50 ${ms(typing[`ms-${at}-p50`])}, p95 ${ms(typing[`ms-${at}-p95`])}, p99 ${ms(typing[`ms-${at}-p99`])}`
    yield row(`${people} people, 5 edits a second each: durable`, told("durable"))
    yield row("  and with the others", told("others"), `${share} ${bar} ms`, typing[`ms-others-${share}`] <= bar)
  }
}

// The whole way: from a letter in one client to another client, through HTTP, or through the socket of Hocuspocus.
function* typing(runs) {
  const one = (what, people) => runs.find(run => run.what === what && run.people === people)
  for (const run of runs) {
    const {what, texts, people, seconds, others, cpu, edits, peak} = run
    const peer = what === "upright" && one("hocuspocus", people), where = texts ? `${texts} texts, ${people / texts} people each` : `${people} people`
    const value = others.p50 === null ? `acknowledged p50 ${ms((run.durable ?? run.acknowledged).p50)}`
      : `p50 ${ms(others.p50)}, p95 ${ms(others.p95)}, p99 ${ms(others.p99)}`
    const bars = {50: "p99 40 ms", 200: "p95 100 ms"}, bar = what === "upright" && !texts ? bars[people] ?? "" : ""
    const kept = people === 50 ? others.p99 <= 40 : others.p95 <= 100
    yield row(`${where}, whole way, ${what}`, `${value}; ${number(edits / seconds)} edits a second, ${ms(cpu / edits * 1000)} cpu an edit, peak ${number(peak)} MB`,
      bar && peer ? bar : "", bar && peer ? kept : undefined)
  }
  for (const what of ["upright", "hocuspocus"]) {
    const late = runs.find(run => run.what === what && !run.texts && run.others.p95 > 100)
    yield row(`people in one text with whom p95 passes 100 ms, ${what}`, late ? `${late.people}` : "none of those measured")
  }
}

function* pages(found) {
  const data = new Set(["findings", "text"]) // for the editor, not pages
  for (const [name, units] of Object.entries(found)) {
    const page = /^Pages\/(.*)$/.exec(name)?.[1]
    if (!page) continue
    const value = `p50 ${ms(units["ms-p50"])}, p95 ${ms(units["ms-p95"])}, ${ms(units["ms-cpu"])} cpu, ${number(units.kB)} kB`
    const small = data.has(page) || units.kB <= 60
    yield row(`${data.has(page) ? "data" : "page"} ${page}`, value, data.has(page) ? "20 ms" : "20 ms, 60 kB", units["ms-p50"] <= 20 && small)
  }
}

function* bundle() {
  const name = readdirSync("assets/dist").find(file => /^editor-.*\.js$/.test(file))
  const kB = gzipSync(readFileSync(`assets/dist/${name}`)).length / 1000
  yield row("script of the editor, compressed", `${number(kB)} kB`, "200 kB", kB <= 200)
}

const found = {}
for (const one of runs) await run(one, found)
const people = await typed()
const table = [["what", "value", "bar", ""], ...files(found), ...knowledge(found), ...editing(found), ...typing(people), ...pages(found), ...bundle()]
const widths = [0, 1, 2].map(column => Math.max(...table.map(cells => cells[column].length)))
console.log("")
for (const cells of table) console.log(cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ").trimEnd())
