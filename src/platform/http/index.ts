export { type BrowserCookie, clearCookie, readCookie, writeCookie } from './cookies.ts'
export { isLoopback, isSameOrigin } from './origin.ts'
export { openHttpServer } from './server.ts'
export { type ReceivedForm, receiveMultipart, removeFiles, type UploadedFile, type UploadLimits } from './uploads.ts'
