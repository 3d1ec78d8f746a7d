import { decompress as unzstd } from 'fzstd';
import lz4js from 'lz4js';

/**
 * What the two JavaScript implementations must be given to read compressed bodies; there is no ZSTD compressor in JavaScript here. What is
 * unpacked is copied to memory of its own, because they look at it as wider numbers, which must start on a border.
 */
export const lz4 = { encode: (bytes) => lz4js.compress(bytes), decode: (bytes) => new Uint8Array(lz4js.decompress(bytes)) };
export const zstd = { decode: (bytes) => new Uint8Array(unzstd(bytes)) };
