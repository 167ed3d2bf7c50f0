// Runs the TypeScript tests of a folder in Node's test runner: `node assets/test.mjs FOLDER` from the root of the
// project. *.test.ts are bundled into .cache/tests first, *.test.mjs run as they are; the working directory is the root of
// the project. Finding no test is a failure.
import {spawnSync} from "node:child_process"
import {readdir, rm} from "node:fs/promises"
import path from "node:path"
import {availableParallelism} from "node:os"
import {fileURLToPath} from "node:url"
import * as esbuild from "esbuild"

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const folder = path.normalize(process.argv[2] ?? "assets")
const out = path.join(project, ".cache", "tests", folder)

async function find(ending) {
  const names = await readdir(path.join(project, folder), {recursive: true})
  return names.filter(name => name.endsWith(ending) && !name.includes("node_modules")).sort()
}

async function bundle(names) {
  await rm(out, {recursive: true, force: true})
  await esbuild.build({
    absWorkingDir: path.join(project, folder),
    entryPoints: names,
    outdir: out,
    outbase: ".",
    outExtension: {".js": ".mjs"},
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
  })
  return names.map(name => path.join(out, name.replace(/\.ts$/, ".mjs")))
}

const typed = await find(".test.ts")
const plain = await find(".test.mjs")
if (typed.length + plain.length === 0) {
  console.error(`no *.test.ts or *.test.mjs in ${folder}`)
  process.exit(1)
}
const tests = [...await bundle(typed), ...plain.map(name => path.join(project, folder, name))]
// Node would leave one processor free; tests wait for browsers and servers often enough.
const flags = ["--enable-source-maps", "--test", `--test-concurrency=${availableParallelism()}`, "--test-reporter=spec"]
const run = spawnSync(process.execPath, [...flags, ...tests], {cwd: project, stdio: "inherit"})
process.exitCode = run.status ?? 1
