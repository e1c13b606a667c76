/** The real worker, whose file cannot be loaded any more once the host says so. */
if (process.env.EVENKEEL_TEST_BREAK !== undefined) throw new Error('broken at reload');

export { default } from '../../../dist/src/pool/worker.js';
