import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/**
 * A QR code as PNG with a dot for each module, and the quiet edge of four modules that readers need; enlarged without
 * smoothing it is as sharp as drawn lines, and dearer ones took a quarter of the time of a letter. Middle error correction: a
 * fold or a stain of a seventh of it is survived. The mask is fixed: tokens are random, so that no mask is better than another.
 */
export function qrAsPng(text: string): Buffer {
  const { data, size } = encode(text, { ecc: 'M', border: 4, maskPattern: 3 })
  const header = Buffer.from([0, 0, 0, size, 0, 0, 0, size, 1, 0, 0, 0, 0])
  const lineLength = 1 + Math.ceil(size / 8)
  const dots = Buffer.alloc(lineLength * size, 0xff)
  data.forEach((row, y) => {
    // Each line begins with its filter: none.
    dots[y * lineLength] = 0
    row.forEach((dark, x) => {
      const at = y * lineLength + 1 + (x >> 3)
      if (dark) dots[at] = (dots[at] ?? 0) & ~(0x80 >> (x & 7))
    })
  })
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(dots, { level: 1 })), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
