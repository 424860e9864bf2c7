// `npm run build`
import { bootstrap, build } from './bootstrap.mjs'

bootstrap()
build()
