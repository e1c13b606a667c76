export function arbitrageFree(free: any, ..._rest: any[]): any { return free[0]; }
