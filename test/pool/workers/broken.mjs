/** A worker whose file cannot be loaded. */
throw new Error('broken at load');
