import { decompress as unzstd } from 'fzstd';
import lz4js from 'lz4js';

/** What the two JavaScript implementations must be given to read compressed bodies; there is no ZSTD compressor in JavaScript here. */
export const lz4 = { encode: (bytes) => lz4js.compress(bytes), decode: (bytes) => lz4js.decompress(bytes) };
export const zstd = { decode: (bytes) => unzstd(bytes) };
