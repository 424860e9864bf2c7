import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { encode } from 'uqr'
import { qrAsSvg } from './qr.ts'

const url = 'https://hill.example/register#r=K7M2Q9TX&t=0123456789ABCDEFGHJKMNPQRS'

/** Paints the path again, module by module. */
function paint(svg: string): boolean[][] {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    rows[Number(y)]?.fill(true, Number(x), Number(x) + Number(length))
  }
  return rows
}

describe('LET-4 the QR code', () => {
  it('draws every dark module and no other', () => {
    assert.deepEqual(paint(qrAsSvg(url)), encode(url, { ecc: 'M', border: 4, maskPattern: 3 }).data)
  })

  it('has a quiet edge of four modules', () => {
    const rows = paint(qrAsSvg(url))
    assert.ok([...rows.slice(0, 4), ...rows.slice(-4)].flat().every((dark) => !dark))
    assert.ok(rows.every((row) => [...row.slice(0, 4), ...row.slice(-4)].every((dark) => !dark)))
  })
})
