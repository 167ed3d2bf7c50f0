// Builds what browsers and the editing authority load: TypeScript and CSS of this folder into assets/dist, from where the
// Go program embeds it. `node assets/build.mjs` from the root of the project.
//
// Files for browsers carry a hash of their content in their name and may be cached for ever. manifest.json maps the plain
// names to the hashed ones and holds "bundle", the hash of both ends of the editing protocol: a page that was loaded from
// another build is told to load again before its steps reach a schema that it does not know.
import {createHash} from "node:crypto"
import {existsSync} from "node:fs"
import {mkdir, readdir, readFile, rename, rm, writeFile} from "node:fs/promises"
import path from "node:path"
import {fileURLToPath} from "node:url"
import * as esbuild from "esbuild"

const root = path.dirname(fileURLToPath(import.meta.url))
const dist = path.join(root, "dist")
const kept = new Set(["README"])

/** Options common to all bundles. A warning of esbuild is a mistake of ours: see below. */
const common = {absWorkingDir: root, bundle: true, write: false, legalComments: "none", charset: "utf8", logLevel: "silent", outdir: dist}

/** The scripts that browsers load. What does not exist is not built, so that one end can be worked on alone. */
const scripts = {"editor.js": "editor/main.ts", "site.js": "site/main.ts"}

const hash = (...parts) => {
  const sum = createHash("sha256")
  for (const part of parts) sum.update(part)
  return sum.digest("hex").slice(0, 16)
}

const hashedName = (name, content) => {
  const {name: stem, ext} = path.parse(name)
  return `${stem}-${hash(content)}${ext}`
}

async function bundle(options) {
  const result = await esbuild.build({...common, ...options})
  if (result.warnings.length > 0) {
    // For example a regular expression or a piece of syntax that the target does not have.
    throw new Error((await esbuild.formatMessages(result.warnings, {kind: "warning"})).join("\n"))
  }
  return result.outputFiles
}

/** The script that runs inside the Go process, in goja. Names stay readable, because its stack traces end up in a log. */
async function buildAuthority() {
  if (!existsSync(path.join(root, "authority/main.ts"))) return null
  const [file] = await bundle({
    entryPoints: ["authority/main.ts"],
    format: "iife",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2017",
    minifyWhitespace: false,
    banner: {js: await readFile(path.join(root, "authority/prelude.js"), "utf8")},
  })
  return file.contents
}

async function buildScript(entry) {
  const [file] = await bundle({entryPoints: [entry], format: "esm", platform: "browser", target: "es2020", minify: true})
  return file.contents
}

/** Each style sheet of css/ whose name does not start with "_"; those that do are there for @import. */
async function buildStyles(add) {
  const dir = path.join(root, "css")
  if (!existsSync(dir)) return
  for (const name of (await readdir(dir)).sort()) {
    if (!name.endsWith(".css") || name.startsWith("_")) continue
    const files = await bundle({
      entryPoints: [path.join("css", name)],
      target: ["chrome90", "firefox90", "safari14"],
      minify: true,
      loader: {".svg": "dataurl", ".woff2": "file", ".png": "file"},
      assetNames: "[name]-[hash]",
    })
    for (const file of files) {
      const out = path.basename(file.path)
      if (out === name) add(name, hashedName(name, file.contents), file.contents)
      else add(out, out, file.contents)
    }
  }
}

async function build() {
  const manifest = {}
  const files = new Map()
  const add = (name, out, content) => {
    manifest[name] = out
    files.set(out, content)
  }
  const ends = []
  const authority = await buildAuthority()
  if (authority) {
    add("authority.js", "authority.js", authority) // never sent to anybody: needs no hash
    ends.push(authority)
  }
  for (const [name, entry] of Object.entries(scripts)) {
    if (!existsSync(path.join(root, entry))) continue
    const content = await buildScript(entry)
    add(name, hashedName(name, content), content)
    if (name === "editor.js") ends.push(content)
  }
  await buildStyles(add)
  manifest.bundle = hash(...ends)
  return {manifest, files}
}

/** Writes each file whole and the manifest last: a Go build that runs meanwhile never embeds half a file. */
async function write({manifest, files}) {
  await mkdir(dist, {recursive: true})
  const put = async (name, content) => {
    const tmp = path.join(dist, `.${name}.${process.pid}`)
    await writeFile(tmp, content)
    await rename(tmp, path.join(dist, name))
  }
  for (const [name, content] of files) await put(name, content)
  await put("manifest.json", JSON.stringify(manifest, null, 2) + "\n")
  for (const name of await readdir(dist)) {
    if (!files.has(name) && !kept.has(name) && name !== "manifest.json") await rm(path.join(dist, name), {force: true})
  }
}

try {
  const built = await build()
  await write(built)
  for (const [name, content] of built.files) console.log(`${String(content.length).padStart(9)}  assets/dist/${name}`)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
