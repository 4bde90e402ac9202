/** Preloaded into the web server: when the studio that started it is gone, even killed, it must not hold the port. */
process.on('disconnect', () => process.exit(0));
