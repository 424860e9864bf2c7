/** What a picture is by its first bytes, whatever its name said; null when a letter cannot show it. */
export function pictureKind(bytes: Uint8Array): 'png' | 'jpg' | 'svg' | null {
  const start = Buffer.from(bytes.subarray(0, 300)).toString('latin1')
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('\xff\xd8\xff')) return 'jpg'
  if (/^(\xef\xbb\xbf)?\s*(<\?xml|<!--|<svg)/.test(start)) return 'svg'
  return null
}
