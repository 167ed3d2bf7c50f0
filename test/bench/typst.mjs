// Makes a PDF of a Typst source: node test/bench/typst.mjs SOURCE PDF [TIMES]. It prints what it took inside of the
// process, without the start of Node: the first compilation, and the median of TIMES more, each after a change of one
// paragraph (the words "Change 0." in the source).
import {existsSync, readFileSync, writeFileSync} from "node:fs"
import {NodeCompiler} from "@myriaddreamin/typst-ts-node-compiler"

const [source, pdf, times = "0"] = process.argv.slice(2)
const text = readFileSync(source, "utf8")

// Where Debian puts them. Without this Typst looks through all fonts of the machine, which costs it time.
const fonts = "/usr/share/fonts/truetype/liberation"

function make(compiler, mainFileContent) {
  const began = performance.now()
  // Built to PDF/UA-1, as ours are; this version of Typst takes one standard at a time, so it is not PDF/A as well.
  const file = compiler.pdf({mainFileContent}, {pdfStandard: "ua-1"})
  return {file, ms: performance.now() - began}
}

const began = performance.now()
const compiler = NodeCompiler.create(existsSync(fonts) ? {fontArgs: [{fontPaths: [fonts]}]} : {})
const ready = performance.now() - began
const first = make(compiler, text)
writeFileSync(pdf, first.file)

const again = []
for (let i = 1; i <= Number(times); i++) {
  again.push(make(compiler, text.replaceAll("Change 0.", `Change ${i}.`)).ms)
  compiler.evictCache(10) // what the makers of Typst advise between two compilations
}
again.sort((a, b) => a - b)
console.log(JSON.stringify({ms: ready + first.ms, again: again[again.length >> 1] ?? 0}))
