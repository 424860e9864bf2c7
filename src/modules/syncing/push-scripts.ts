import { readFile } from 'node:fs/promises'
import { inProject } from '../../platform/paths/index.ts'
import type { School } from '../schools/index.ts'

const pushScripts = {
  windows: { filename: 'send-to-gatehouse.ps1', lineEnd: '\r\n' },
  cron: { filename: 'send-to-gatehouse.sh', lineEnd: '\n' },
} as const
export type PushScript = keyof typeof pushScripts

/** Where a machine of this school sends its reports. */
export function pushAddressOf(publicUrl: string, school: School): string {
  return `${publicUrl}/hooks/imports/${school.slug}`
}

/** The script that sends reports, with the school's address filled in. The token is not in it: it is kept beside the script. */
export async function readPushScript(
  which: PushScript,
  { publicUrl, school }: { publicUrl: string; school: School },
): Promise<{ filename: string; content: string }> {
  const { filename, lineEnd } = pushScripts[which]
  const text = await readFile(inProject('scripts', 'push', filename), 'utf8')
  const content = text.replace('@ADDRESS@', pushAddressOf(publicUrl, school)).replaceAll('\n', lineEnd)
  return { filename, content }
}
