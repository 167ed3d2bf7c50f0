// Copies the fonts that the program embeds from their packages into internal/fonts/data. `node scripts/fonts.mjs` from the
// root of the project, after `npm ci`; `make build` does it.
import {copyFile, mkdir, rename} from "node:fs/promises"
import path from "node:path"
import {fileURLToPath} from "node:url"

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..")
const to = path.join(root, "internal/fonts/data")

// Name in the program → file of the package. The Makefile waits for the last one.
const fonts = {
  "Amiri-Regular.ttf": "amiri/400Regular/Amiri_400Regular.ttf",
  "Amiri-Bold.ttf": "amiri/700Bold/Amiri_700Bold.ttf",
  "Amiri-Italic.ttf": "amiri/400Regular_Italic/Amiri_400Regular_Italic.ttf",
  "Amiri-BoldItalic.ttf": "amiri/700Bold_Italic/Amiri_700Bold_Italic.ttf",
  "NotoSerifSC-Regular.ttf": "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
  "NotoSerifSC-Bold.ttf": "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
}

try {
  await mkdir(to, {recursive: true})
  for (const [name, file] of Object.entries(fonts)) {
    // Whole or not at all: a Go build that runs meanwhile never embeds half a font.
    const tmp = path.join(to, `.${name}.${process.pid}`)
    await copyFile(path.join(root, "node_modules/@expo-google-fonts", file), tmp)
    await rename(tmp, path.join(to, name))
  }
} catch (error) {
  console.error(`The fonts were not copied (is "npm ci" done?): ${error.message}`)
  process.exitCode = 1
}
