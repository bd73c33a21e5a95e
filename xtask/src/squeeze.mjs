// Writes a brotli and a gzip form beside every file of a folder: `node squeeze.mjs FOLDER`. Node's own brotli takes seconds
// where the debug build of cargo-leptos takes minutes. Fonts are compressed already.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const WORDS = /\.(css|html|js|json|svg|txt|wasm|webmanifest)$/;
const [folder] = process.argv.slice(2);
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile() && WORDS.test(entry.name));

await Promise.all(files.map(async ({ parentPath, path, name }) => {
  // Node 20 says `path` for what later ones call `parentPath`.
  const file = join(parentPath ?? path, name);
  const bytes = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }));
}));
