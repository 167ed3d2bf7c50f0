// Runs `go test` with the given arguments and prints one line per package, what failing tests printed, and the totals.
// It is stricter than go test: a skipped test fails the run, because nobody reads "ok" twice.
import {spawn} from "node:child_process"
import {createInterface} from "node:readline"

const go = spawn("go", ["test", "-json", ...process.argv.slice(2)], {stdio: ["inherit", "pipe", "inherit"]})
const count = {pass: 0, fail: 0, skip: 0}
const output = new Map() // "package test" → what it printed, until it passes
const skipped = []
const slow = [] // tests of the top level that took more than a second: [seconds, name]

function key(event) {
  return `${event.Package ?? event.ImportPath ?? ""} ${event.Test ?? ""}`
}

function finishTest(event) {
  count[event.Action]++
  if (event.Action === "fail") process.stdout.write((output.get(key(event)) ?? []).join(""))
  if (event.Action === "skip") skipped.push(key(event))
  if (event.Elapsed > 1 && !event.Test.includes("/")) slow.push([event.Elapsed, key(event)])
  output.delete(key(event))
}

function finishPackage(event) {
  const word = {pass: "ok", fail: "FAIL", skip: "no tests"}[event.Action]
  // A package that does not build, or panics, has printed its reason outside of every test.
  if (event.Action === "fail") {
    count.fail++
    for (const [of, lines] of output) {
      if (of.startsWith(event.Package + " ") || of === (event.FailedBuild ?? event.Package) + " ") process.stdout.write(lines.join(""))
    }
  }
  if (event.Action !== "skip") console.log(`${word.padEnd(5)} ${event.Package} ${(event.Elapsed ?? 0).toFixed(1)}s`)
}

for await (const line of createInterface({input: go.stdout})) {
  let event
  try {
    event = JSON.parse(line)
  } catch {
    console.log(line) // the go command itself failed
    continue
  }
  if (event.Action === "output" || event.Action === "build-output") {
    if (!output.has(key(event))) output.set(key(event), [])
    output.get(key(event)).push(event.Output)
  } else if (event.Action === "pass" || event.Action === "fail" || event.Action === "skip") {
    if (event.Test) finishTest(event)
    else finishPackage(event)
  }
}
const status = await new Promise(resolve => (go.exitCode === null ? go.on("close", resolve) : resolve(go.exitCode)))

slow.sort(([a], [b]) => b - a)
for (const [seconds, name] of slow.slice(0, 15)) console.log(`slow  ${name} ${seconds.toFixed(1)}s`)
for (const name of skipped) console.log(`skipped, which counts as failed: ${name}`)
console.log(`${count.pass} passed, ${count.fail + count.skip} failed`)
process.exitCode = status === 0 && count.fail + count.skip === 0 ? 0 : 1
