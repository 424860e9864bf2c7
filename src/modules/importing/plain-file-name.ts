/** What a browser or a program sends as a file name may be a whole path, or nothing. */
export function plainFileName(sent: string): string {
  const name = sent.split(/[\\/]/).at(-1)?.trim() ?? ''
  return name === '' ? 'file' : name.slice(-120)
}
