/** Measures how often the brake holds, many times over: `npm run prove:brakes -- 40` (rounds, usually 20). Prints the table of docs/performance.md. */
import { ImportScene } from '../../src/modules/importing/testing.ts'
import { isHarmful, measureBrakes, shareHeld } from './measure.ts'

const rounds = Number(process.argv[2] ?? 20)
const scene = await ImportScene.open()
try {
  const rates = await measureBrakes(scene, rounds)
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`
  const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`
  process.stdout.write(line(['what happened to the file', 'tried', 'held']) + line(['---', '--:', '--:']))
  for (const rate of rates) process.stdout.write(line([rate.kind, String(rate.tried), percent(rate.held / rate.tried)]))
  const harmful = rates.filter(isHarmful)
  process.stdout.write(line(['**all that is harmful**', '', `**${percent(shareHeld(harmful))}**`]))
  for (const { kind, odd } of rates)
    for (const what of odd) process.stderr.write(`not as it should be: ${kind}: ${what}\n`)
} finally {
  await scene.close()
}
