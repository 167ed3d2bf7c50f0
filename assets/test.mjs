// Bundles every *.test.ts of this folder into .cache/tests and runs them: `node assets/test.mjs [folder…]` from the root
// of the project. The tests run in Node's own test runner, in the order of their names, with the project as the working
// directory. No test found is a failure.
import {spawnSync} from "node:child_process"
import {readdir, rm} from "node:fs/promises"
import path from "node:path"
import {fileURLToPath} from "node:url"
import * as esbuild from "esbuild"

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const out = path.join(project, ".cache", "tests")
const folders = process.argv.slice(2)

const entries = (await readdir(path.join(project, "assets"), {recursive: true}))
  .filter(name => name.endsWith(".test.ts"))
  .map(name => path.join("assets", name))
  .filter(name => folders.length === 0 || folders.some(folder => name.startsWith(path.normalize(folder))))
  .sort()
if (entries.length === 0) {
  console.error("no *.test.ts found in assets")
  process.exit(1)
}

await rm(out, {recursive: true, force: true})
await esbuild.build({
  absWorkingDir: project,
  entryPoints: entries,
  outdir: out,
  outbase: "assets",
  outExtension: {".js": ".mjs"},
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
})

const bundles = entries.map(name => path.join(out, path.relative("assets", name)).replace(/\.ts$/, ".mjs"))
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", ...bundles], {cwd: project, stdio: "inherit"})
process.exitCode = run.status ?? 1
