/** Importing: MIS files → records → plan → apply → undo. */
export { digestOfRows } from './reading/digest-of-rows.ts'
export {
  type InspectedFile,
  type Inspection,
  inspectFiles,
  type Mapping,
  type SourceFile,
} from './reading/inspect-files.ts'
export { type ReadRow, readRows } from './reading/read-rows.ts'
export { foldName } from './rules/fold-name.ts'
export { isFamilyRelationship } from './rules/read-school-words.ts'
