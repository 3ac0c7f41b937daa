"""The municipalities' rules, one TOML file each, named by JIS code; read by `device.config.service`."""
