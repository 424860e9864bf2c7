import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inflateSync } from 'node:zlib'
import { encode } from 'uqr'
import { qrAsPng } from './qr.ts'

const url = 'https://hill.example/register#r=K7M2Q9TX&t=0123456789ABCDEFGHJKMNPQRS'

/** Reads the dots again, as a printer would. */
function paint(png: Buffer): boolean[][] {
  const size = png.readUInt32BE(16)
  const at = png.indexOf('IDAT')
  const dots = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  const lineLength = 1 + Math.ceil(size / 8)
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_each, x) => {
      const byte = dots[y * lineLength + 1 + (x >> 3)] ?? 0
      return (byte & (0x80 >> (x & 7))) === 0
    }),
  )
}

describe('LET-4 the QR code', () => {
  it('draws every dark module and no other', () => {
    assert.deepEqual(paint(qrAsPng(url)), encode(url, { ecc: 'M', border: 4, maskPattern: 3 }).data)
  })

  it('has a quiet edge of four modules', () => {
    const rows = paint(qrAsPng(url))
    assert.ok([...rows.slice(0, 4), ...rows.slice(-4)].flat().every((dark) => !dark))
    assert.ok(rows.every((row) => [...row.slice(0, 4), ...row.slice(-4)].every((dark) => !dark)))
  })
})
